#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden values for tests/analysis from scikit-learn, SciPy, statsmodels and plain numpy.

Run it in this folder: python make_analysis.py. It writes analysis/*.json. Undefined values are null.
"""
import json
import pathlib
import warnings

import numpy as np
import statsmodels.api as sm
from scipy import optimize, special, stats
from sklearn import metrics as sk
from statsmodels.stats.multitest import multipletests

OUT = pathlib.Path(__file__).parent / "analysis"
warnings.filterwarnings("ignore")


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (bool, str)) or value is None:
        return value
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not np.isfinite(value) else value


def write(name, value):
    OUT.mkdir(exist_ok=True)
    (OUT / name).write_text(json.dumps(plain(value), separators=(",", ":")) + "\n")


# ---- regression ---------------------------------------------------------------------------------


def regression_expected(y, f, sentiment):
    out = {"mae": sk.mean_absolute_error(y, f), "rmse": np.sqrt(sk.mean_squared_error(y, f))}
    out["r2"] = sk.r2_score(y, f) if len(y) > 1 and np.ptp(y) > 0 else None
    varies = len(y) > 1 and np.ptp(y) > 0 and np.ptp(f) > 0
    out["corr"] = stats.pearsonr(y, f)[0] if varies else None
    if sentiment:
        out["acc7"] = sk.accuracy_score(np.round(np.clip(y, -3, 3)), np.round(np.clip(f, -3, 3)))
        out["acc5"] = sk.accuracy_score(np.round(np.clip(y, -2, 2)), np.round(np.clip(f, -2, 2)))
        out["acc2_nonneg"] = sk.accuracy_score(y >= 0, f >= 0)
        out["f1_nonneg"] = sk.f1_score(y >= 0, f >= 0, average="weighted", zero_division=0)
        polar = y != 0
        some = polar.any()
        out["acc2_pos"] = sk.accuracy_score(y[polar] > 0, f[polar] > 0) if some else None
        out["f1_pos"] = (
            sk.f1_score(y[polar] > 0, f[polar] > 0, average="weighted", zero_division=0) if some else None
        )
    return out


def make_regression():
    rng = np.random.default_rng(11)
    y = np.round(rng.uniform(-3, 3, 200) * 3) / 3
    noisy = np.round(y + rng.normal(0, 1, 200), 3)
    halves = np.arange(-8, 9) / 2.0
    cases = [
        ("noisySentiment", y, noisy, True),
        ("halvesRoundToEven", np.repeat(halves, 17), np.tile(halves, 17), True),
        ("beyondTheRange", np.clip(y, -3, 3), np.round(noisy * 4, 3), True),
        ("manyZeros", np.where(np.arange(200) % 2 == 0, 0.0, y), np.where(np.arange(200) % 3 == 0, 0.0, noisy), True),
        ("onlyZeroLabels", np.zeros(12), noisy[:12], True),
        ("onlyPositiveLabels", np.abs(y[:40]) + 0.1, noisy[:40], True),
        ("constantPrediction", y[:50], np.full(50, 0.1), True),
        ("constantLabel", np.full(3, 0.1), np.array([0.1, 0.2, 0.4]), True),
        ("oneRow", np.array([1.2]), np.array([-0.4]), True),
        ("twoRows", np.array([1.2, 3.0]), np.array([-0.4, -1.0]), False),
        ("withoutRange", 1e6 + np.round(rng.normal(0, 1, 60), 3), 1e6 + np.round(rng.normal(0, 1, 60), 3), False),
        ("heavyTails", np.round(rng.standard_t(1.5, 80), 4), np.round(rng.standard_t(1.5, 80), 4), False),
    ]
    write(
        "regression.json",
        [
            {"name": n, "sentiment": s, "y": y, "f": f, "expected": regression_expected(y, f, s)}
            for n, y, f, s in cases
        ],
    )


# ---- classification -----------------------------------------------------------------------------


def calibration_error(y, p):
    top, right = p.max(1), (p.argmax(1) == y).astype(float)
    edges = np.arange(16) / 15
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (top > low) & (top <= high)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - top[inside].mean())
    return error


def ranked(score, y, p):
    classes = p.shape[1]
    targets = [1] if classes == 2 else range(classes)
    values = [score(y == c, p[:, c]) for c in targets if 0 < (y == c).sum() < len(y)]
    return np.mean(values) if values else None


def recalibration(happened, p):
    """Calibration slope and intercept (slope fixed at 1); None where the likelihood has no single maximum."""
    x = np.log(np.clip(p, 1e-15, 1 - 1e-15)) - np.log1p(-np.clip(p, 1e-15, 1 - 1e-15))
    if happened.all() or not happened.any():
        return None, None
    level = optimize.brentq(lambda a: np.sum(happened - special.expit(a + x)), -60, 60, xtol=1e-14, rtol=1e-14)
    if np.ptp(x) == 0:
        return None, level
    if x[happened].max() <= x[~happened].min() or x[~happened].max() <= x[happened].min():
        return None, None
    slope = sm.Logit(happened.astype(float), sm.add_constant(x)).fit(disp=0, method="newton", tol=1e-14, maxiter=200)
    return slope.params[1], level


def classification_expected(y, p):
    classes = p.shape[1]
    guess = p.argmax(1)
    labels = [c for c in range(classes) if (y == c).any()]  # of a class without rows nothing can be said
    if classes == 2:
        brier = sk.brier_score_loss(y, p[:, 1], pos_label=1) if 0 < y.sum() < len(y) else np.mean((p[:, 1] - y) ** 2)
    else:
        brier = np.mean(np.sum((p - np.eye(classes)[y]) ** 2, axis=1))
    return {
        "accuracy": sk.accuracy_score(y, guess),
        "macro_f1": sk.f1_score(y, guess, labels=labels, average="macro", zero_division=0),
        "weighted_f1": sk.f1_score(y, guess, labels=labels, average="weighted", zero_division=0),
        "auroc": ranked(sk.roc_auc_score, y, p),
        "auprc": ranked(sk.average_precision_score, y, p),
        "log_loss": -np.mean(np.log(np.clip(p[np.arange(len(y)), y], 1e-15, 1 - 1e-15))),
        "ece": calibration_error(y, p),
        "brier": brier,
        **(dict(zip(("calibration_slope", "calibration_intercept"), recalibration(y == 1, p[:, 1]))) if classes == 2 else {}),
    }


def probabilities(rng, y, classes, strength, decimals):
    score = rng.normal(0, 1, (len(y), classes))
    score[np.arange(len(y)), y] += strength
    p = np.exp(score)
    return np.round(p / p.sum(1, keepdims=True), decimals)


def make_classification():
    rng = np.random.default_rng(12)
    cases = []
    for classes in range(2, 8):
        y = rng.integers(0, classes, 150)
        cases.append((f"{classes}Classes", y, probabilities(rng, y, classes, 1.0, 4)))
        cases.append((f"{classes}ClassesWithTies", y[:100], probabilities(rng, y[:100], classes, 1.0, 1)))
    y = rng.choice(4, 120, p=[0.3, 0.5, 0.15, 0.05])
    cases.append(("imbalanced", y, probabilities(rng, y, 4, 0.7, 4)))
    y = rng.choice([0, 2, 5], 90)
    cases.append(("absentClasses", y, probabilities(rng, y, 6, 1.0, 4)))
    never = probabilities(rng, y, 6, 1.0, 4)
    never[:, [1, 3, 4]] = 0
    cases.append(("classesNeitherSeenNorPredicted", y, never))
    cases.append(("allRowsOfOneClass", np.full(30, 2), probabilities(rng, np.full(30, 2), 3, 1.0, 4)))
    cases.append(("binaryAllNegative", np.zeros(20, int), probabilities(rng, np.zeros(20, int), 2, 1.0, 4)))
    cases.append(("binaryAllPositive", np.ones(20, int), probabilities(rng, np.ones(20, int), 2, 1.0, 4)))
    cases.append(("oneRow", np.array([1]), np.array([[0.2, 0.7, 0.1]])))
    cases.append(("everyScoreTied", np.arange(60) % 3, np.full((60, 3), 0.25)))
    cases.append(("tiedTopGoesToTheLowestClass", np.array([0, 1, 2, 1]), np.array([[0.4, 0.4, 0.2]] * 3 + [[0.2, 0.4, 0.4]])))
    cases.append(("perfect", np.arange(40) % 4, np.eye(4)[np.arange(40) % 4]))
    cases.append(("perfectlyWrong", np.arange(40) % 2, np.eye(2)[1 - np.arange(40) % 2]))
    edge = np.arange(8, 16) / 15
    cases.append(("topOnBinEdges", np.arange(8) % 2, np.stack([1 - edge, edge], 1)))
    out = []
    for name, y, p in cases:
        matrix = sk.confusion_matrix(y, p.argmax(1), labels=list(range(p.shape[1])))
        out.append(
            {
                "name": name,
                "classes": p.shape[1],
                "y": y,
                "p": p.ravel(),
                "confusion": matrix.ravel(),
                "expected": classification_expected(y, p),
            }
        )
    write("classification.json", out)


# ---- density ------------------------------------------------------------------------------------


def density(values, share=1.0):
    kernel = stats.gaussian_kde(values)  # Scott's factor is SciPy's default, as it is seaborn's
    width = np.sqrt(kernel.covariance[0, 0])
    x = np.linspace(min(values) - 3 * width, max(values) + 3 * width, 200)
    return {"first": x[0], "last": x[-1], "density": [float(f"{d:.13g}") for d in share * kernel(x)]}


def make_density():
    rng = np.random.default_rng(13)
    cases = {
        "twoValues": np.array([1.0, 2.5]),
        "ties": np.round(rng.uniform(-3, 3, 60) * 3) / 3,
        "twoPeaks": np.round(np.concatenate([rng.normal(-2, 0.3, 80), rng.normal(1, 0.5, 40)]), 4),
        "farFromZero": 1e5 + np.round(rng.normal(0, 1, 50), 3),
        "heavyTails": np.round(rng.standard_t(1.2, 150), 4),
    }
    write(
        "density.json",
        [{"name": n, "values": v, "share": s, **density(v, s)} for (n, v), s in zip(cases.items(), [1, 0.4, 1, 0.25, 1])],
    )


# ---- error analysis -----------------------------------------------------------------------------


def make_error_analysis():
    rng = np.random.default_rng(14)
    # Multiples of 1/32 are exact in float32, so that both sides take the same differences.
    grid = lambda v: np.round(v * 32) / 32
    y = np.round(rng.uniform(-3, 3, 120) * 2) / 2
    base, weighted = grid(y + rng.normal(0, 1, 120)), grid(y + rng.normal(0, 0.8, 120))
    weighted[::10] = base[::10]
    base[3], weighted[7], base[11], weighted[11] = (np.nan,) * 4
    rows = np.arange(2, 110)
    used = rows[np.isfinite(base[rows]) & np.isfinite(weighted[rows])]
    delta = np.abs(y[used] - base[used]) - np.abs(y[used] - weighted[used])
    readings = {}
    for name, read, mask in [
        ("acc7", lambda v: np.round(np.clip(v, -3, 3)), np.ones(len(used), bool)),
        ("acc5", lambda v: np.round(np.clip(v, -2, 2)), np.ones(len(used), bool)),
        ("acc2_nonneg", lambda v: v >= 0, np.ones(len(used), bool)),
        ("acc2_pos", lambda v: v > 0, y[used] != 0),
    ]:
        kept = used[mask]
        before, after = read(base[kept]) == read(y[kept]), read(weighted[kept]) == read(y[kept])
        readings[name] = [len(kept), int((~before & after).sum()), int((before & ~after).sum())]
    regression = {
        "y": y,
        "baseline": base,
        "weighted": weighted,
        "rows": rows,
        "used": used,
        "delta": delta,
        "readings": readings,
        "all": density(y[used]),
        "corrected": density(y[used][delta > 0], (delta > 0).mean()),
        "mistaken": density(y[used][delta < 0], (delta < 0).mean()),
    }
    classes = 4
    label = rng.choice(classes, 100, p=[0.4, 0.3, 0.3, 0.0])
    sixteenths = lambda: rng.multinomial(16, [0.25] * 4, 100) / 16
    before, after = sixteenths(), sixteenths()
    right_before, right_after = before.argmax(1) == label, after.argmax(1) == label
    bars = [
        [int(m.sum()), int((m & ~right_before & right_after).sum()), int((m & right_before & ~right_after).sum())]
        for m in (label == c for c in range(classes))
    ]
    # The error of a class is one less the probability of the true one.
    sure, surer = before[np.arange(100), label], after[np.arange(100), label]
    write(
        "erroranalysis.json",
        {
            "regression": regression,
            "classification": {
                "classes": classes,
                "y": label,
                "baseline": before.ravel(),
                "weighted": after.ravel(),
                "bars": bars,
                "sure": sure,
                "delta": surer - sure,
                "all": density(sure),
                "corrected": density(sure[surer > sure], (surer > sure).mean()),
                "mistaken": density(sure[surer < sure], (surer < sure).mean()),
            },
        },
    )


# ---- bootstrap and Holm -------------------------------------------------------------------------


def f1_macro(y, guess, classes):
    counts = np.bincount(y * classes + guess, minlength=classes * classes).reshape(classes, classes)
    both = counts.sum(0) + counts.sum(1)
    return np.mean((2 * counts.diagonal() / np.maximum(both, 1))[counts.sum(1) > 0])


def auroc_macro(y, p):
    values = []
    for c in range(p.shape[1]):
        positive = y == c
        k = positive.sum()
        if 0 < k < len(y):
            ranks = stats.rankdata(p[:, c])
            values.append((ranks[positive].sum() - k * (k + 1) / 2) / (k * (len(y) - k)))
    return np.mean(values) if values else np.nan


METRIC = {
    "mae": lambda y, f: np.abs(y - f).mean(),
    "corr": lambda y, f: np.corrcoef(y, f)[0, 1],
    "acc7": lambda y, f: (np.round(np.clip(y, -3, 3)) == np.round(np.clip(f, -3, 3))).mean(),
    "accuracy": lambda y, p: (p.argmax(1) == y).mean(),
    "macro_f1": lambda y, p: f1_macro(y, p.argmax(1), p.shape[1]),
    "auroc": auroc_macro,
    "brier": lambda y, p: np.mean(np.sum((p - np.eye(p.shape[1])[y]) ** 2, axis=1)),
}


def resampled(rng, metric, y, a, b, groups, resamples=10000):
    members = [np.array([i]) for i in range(len(y))] if groups is None else [
        np.flatnonzero(groups == g) for g in np.unique(groups)
    ]
    score = METRIC[metric]
    one, two = np.empty(resamples), np.empty(resamples)
    for r in range(resamples):
        drawn = np.concatenate([members[u] for u in rng.integers(0, len(members), len(members))])
        one[r], two[r] = score(y[drawn], a[drawn]), score(y[drawn], b[drawn])
    return one, two


def make_bootstrap():
    rng = np.random.default_rng(15)
    y = np.round(rng.uniform(-3, 3, 60), 2)
    label = rng.integers(0, 3, 80)
    subject = np.repeat(np.arange(15), rng.integers(2, 9, 15))
    shift = rng.normal(0, 0.8, 15)[subject]
    y2 = np.round(rng.uniform(-3, 3, len(subject)), 2)
    eighth = lambda v: np.round(v * 64) / 64
    data = {
        "scores": (y, eighth(y + rng.normal(0, 1, 60)), eighth(y + rng.normal(0, 0.8, 60)), None),
        "classes": (label, eighth(probabilities(rng, label, 3, 1.4, 6)), eighth(probabilities(rng, label, 3, 1.0, 6)), None),
        "subjects": (
            y2,
            eighth(y2 + shift + rng.normal(0, 0.4, len(y2))),
            eighth(y2 + 0.75 * shift + rng.normal(0, 0.5, len(y2))),
            subject,
        ),
    }
    checks = []
    for name, metric in [
        ("scores", "mae"),
        ("scores", "corr"),
        ("scores", "acc7"),
        ("classes", "accuracy"),
        ("classes", "macro_f1"),
        ("classes", "auroc"),
        ("classes", "brier"),
        ("subjects", "mae"),
    ]:
        y, a, b, groups = data[name]
        one, two = resampled(rng, metric, y, a, b, groups)
        difference = one - two
        below, above = (difference <= 0).sum(), (difference >= 0).sum()
        checks.append(
            {
                "data": name,
                "metric": metric,
                "single": {
                    "estimate": METRIC[metric](y, a),
                    "interval": np.quantile(one, [0.025, 0.975]),
                    "sd": one.std(),
                },
                "paired": {
                    "estimate": METRIC[metric](y, a) - METRIC[metric](y, b),
                    "interval": np.quantile(difference, [0.025, 0.975]),
                    "sd": difference.std(),
                    "p": min(1.0, 2 * (min(below, above) + 1) / (len(difference) + 1)),
                },
            }
        )
    p_values = [
        [0.01, 0.04, 0.03, 0.005],
        [0.5, 0.5, 0.2, 0.9],
        [0.0002],
        [0.02, 0.02, 0.02, 0.001, 0.3, 1.0, 0.04, 0.0002],
    ]
    write(
        "bootstrap.json",
        {
            "data": {
                n: {"y": y, "a": a.ravel(), "b": b.ravel(), "width": 1 if a.ndim == 1 else a.shape[1],
                    "groups": [] if g is None else g}
                for n, (y, a, b, g) in data.items()
            },
            "checks": checks,
            "holm": [{"p": p, "corrected": multipletests(p, method="holm")[1]} for p in p_values],
        },
    )


# ---- the title's claim --------------------------------------------------------------------------


def log_variance(y, p):
    residual = y - p if p.ndim == 1 else np.eye(p.shape[1])[y] - p
    return np.log(np.var(residual, axis=0).sum())


def rank_correlation(density, corrected):
    if corrected.all() or not corrected.any() or np.ptp(density) == 0:
        return np.nan
    return stats.spearmanr(density, corrected)[0]


def bands(density, change):
    count = int(np.clip(len(density) // 10, 1, 5))
    cuts = np.quantile(density, np.arange(1, count) / count)
    place = np.searchsorted(cuts, density, side="left")
    return [
        [density[place == b].min(), density[place == b].max(), (place == b).sum(),
         (change[place == b] > 0).sum(), (change[place == b] < 0).sum()]
        for b in np.unique(place)
    ]


def label_density(y, classes):
    if classes:
        return np.array([(y == c).mean() for c in y])
    curve = density(y)
    return np.interp(y, np.linspace(curve["first"], curve["last"], 200), curve["density"])


def stability_case(rng, name, y, base, weighted, subject, classes=0):
    if classes:
        change = (weighted.argmax(1) == y).astype(int) - (base.argmax(1) == y).astype(int)
    else:
        change = np.sign(np.abs(y - base) - np.abs(y - weighted)).astype(int)
    common = label_density(y, classes)
    members = [np.array([i]) for i in range(len(y))] if subject is None else [
        np.flatnonzero(subject == s) for s in np.unique(subject)
    ]
    ratios, correlations = [], []
    for _ in range(4000):
        drawn = np.concatenate([members[u] for u in rng.integers(0, len(members), len(members))])
        ratios.append(log_variance(y[drawn], base[drawn]) - log_variance(y[drawn], weighted[drawn]))
        correlations.append(rank_correlation(common[drawn], change[drawn] > 0))
    enough = min((change > 0).sum(), (change <= 0).sum()) >= 10
    return {
        "name": name,
        "classes": classes,
        "y": y,
        "baseline": base.ravel(),
        "weighted": weighted.ravel(),
        "groups": [] if subject is None else subject,
        "log_variance": [log_variance(y, base), log_variance(y, weighted)],
        "ratio": log_variance(y, base) - log_variance(y, weighted),
        "ratio_interval": np.quantile(ratios, [0.025, 0.975]),
        "change": change,
        "density": common,
        "bands": bands(common, change),
        "correlation": rank_correlation(common, change > 0) if enough else np.nan,
        "correlation_interval": np.nanquantile(correlations, [0.025, 0.975]) if enough else [np.nan, np.nan],
    }


def make_stability():
    rng = np.random.default_rng(16)
    grid = lambda v: np.round(v * 64) / 64  # exact in float32
    y = grid(rng.gamma(2.0, 1.0, 90))
    subject = np.repeat(np.arange(30), 3)
    label = rng.choice(3, 96, p=[0.6, 0.3, 0.1])
    two = rng.integers(0, 2, 40)
    soft = lambda l, c, s: grid(probabilities(rng, l, c, s, 6))
    cases = [
        stability_case(rng, "numbers", y, grid(y + rng.normal(0, 1, 90)), grid(y + rng.normal(0, 0.7, 90)), None),
        stability_case(rng, "numbersOfPeople", y, grid(y + rng.normal(0, 1, 30)[subject]), grid(y + rng.normal(0, 1, 90)), subject),
        stability_case(rng, "large", 1e9 + 1024 * y, 1e9 + 1024 * np.round(y + rng.normal(0, 1, 90)),
                       1e9 + 1024 * np.round(y + rng.normal(0, 2, 90)), None),
        stability_case(rng, "threeClasses", label, soft(label, 3, 0.6), soft(label, 3, 1.6), None, 3),
        stability_case(rng, "twoClasses", two, soft(two, 2, 1.0), soft(two, 2, 0.8), None, 2),
    ]
    weights = rng.dirichlet([2, 2, 2], (5, 6)).astype(np.float32)
    deviation = weights.astype(float).std(axis=0, ddof=1)
    write("stability.json", {"cases": cases, "weights": weights.reshape(5, -1), "deviation": deviation.ravel()})


make_regression()
make_classification()
make_density()
make_error_analysis()
make_bootstrap()
make_stability()
