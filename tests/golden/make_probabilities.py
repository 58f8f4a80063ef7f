#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden values for tests/analysis/tst_calibration.cpp, tst_decisioncurve.cpp and tst_delong.cpp: calibration by scikit-learn
and statsmodels, net benefit by its definition in numpy, DeLong's variance by its definition, every pair of rows compared.

Run it in this folder: python make_probabilities.py. It writes analysis/probabilities.json.
"""
import json
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import stats
from sklearn.calibration import calibration_curve
from statsmodels.nonparametric.smoothers_lowess import lowess
from statsmodels.stats.proportion import proportion_confint

OUT = pathlib.Path(__file__).parent / "analysis"


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (bool, str)) or value is None:
        return value
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not np.isfinite(value) else value


# ---- calibration --------------------------------------------------------------------------------


def calibration(y, p):
    x = np.log(np.clip(p, 1e-15, 1 - 1e-15) / (1 - np.clip(p, 1e-15, 1 - 1e-15)))
    slope = sm.Logit(y, sm.add_constant(x)).fit(disp=0, method="newton", tol=1e-14, maxiter=200).params[1]
    intercept = sm.GLM(y, np.ones(len(y)), sm.families.Binomial(), offset=x).fit(tol=1e-14, maxiter=200).params[0]
    observed, mean = calibration_curve(y, p, n_bins=10, strategy="quantile")
    cuts = np.percentile(p, np.linspace(0, 100, 11))[1:-1]
    where = np.searchsorted(cuts, p)
    counts = np.array([(where == k).sum() for k in range(10) if (where == k).any()])
    low, high = proportion_confint(np.round(observed * counts), counts, method="wilson")
    at = np.linspace(p.min(), p.max(), 51)
    smooth = lowess(y, p, frac=2 / 3, it=0, delta=0, xvals=at)
    return {
        "slope": slope,
        "intercept": intercept,
        "deciles": [list(row) for row in zip(counts, mean, observed, low, high)],
        "smooth": np.clip(smooth, 0, 1),
        "happened": np.histogram(p[y == 1], 20, (0, 1))[0],
        "others": np.histogram(p[y == 0], 20, (0, 1))[0],
    }


# ---- decision curves ----------------------------------------------------------------------------

THRESHOLDS = np.arange(1, 100) / 100


def benefits(y, p):
    """At every threshold; p and threshold as float32, as which predictions are kept."""
    treated = p.astype(np.float32)[:, None] >= THRESHOLDS.astype(np.float32)
    right, wrong = (treated & (y == 1)[:, None]).sum(0), (treated & (y == 0)[:, None]).sum(0)
    return right / len(y) - wrong / len(y) * THRESHOLDS / (1 - THRESHOLDS)


def resampled(rng, y, ps, groups, resamples=10000):
    members = [np.array([i]) for i in range(len(y))] if groups is None else [
        np.flatnonzero(groups == g) for g in np.unique(groups)
    ]
    out = np.empty((len(ps), resamples, 99))
    for r in range(resamples):
        drawn = np.concatenate([members[u] for u in rng.integers(0, len(members), len(members))])
        for k, p in enumerate(ps):
            out[k, r] = benefits(y[drawn], p[drawn])
    return out


def band(values):
    low, high = np.quantile(values, [0.025, 0.975], axis=0)
    short = lambda numbers: [float(f"{v:.5g}") for v in numbers]
    return {"low": short(low), "high": short(high), "sd": short(values.std(0))}


def decision(rng, y, a, b, groups):
    one, two = resampled(rng, y, [a, b], groups)
    return {
        "a": benefits(y, a),
        "b": benefits(y, b),
        "treat_all": benefits(y, np.ones(len(y))),
        "band": band(one),
        "paired": band(one - two),
    }


# ---- DeLong -------------------------------------------------------------------------------------


def components(y, p):
    """Every pair of a row with the outcome and one without (DeLong et al. 1988, equations 3 and 4): O(m n)."""
    kernel = np.sign(p[y == 1][:, None] - p[y == 0][None, :]) / 2 + 0.5
    return kernel.mean(1), kernel.mean(0)


def delong(y, a, b):
    (a10, a01), (b10, b01) = components(y, a), components(y, b)
    s10, s01 = np.cov(a10, b10), np.cov(a01, b01)
    covariance = s10 / len(a10) + s01 / len(a01)
    difference = a10.mean() - b10.mean()
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    error = np.sqrt(covariance[0, 0])
    return {
        "auroc": a10.mean(),
        "error": error,
        "interval": np.clip(a10.mean() + np.array([-1, 1]) * stats.norm.ppf(0.975) * error, 0, 1),
        "p": 2 * stats.norm.sf(abs(difference) / np.sqrt(variance)),
    }


def main():
    rng = np.random.default_rng(21)

    def model(y, strength, level=0.0, decimals=6):
        logit = strength * (2 * y - 1) + level + rng.normal(0, 1, len(y))
        return np.float32(np.round(1 / (1 + np.exp(-logit)), decimals)).astype(float)

    cases = []
    for name, n, share, decimals, grouped in (
        ("plain", 240, 0.4, 6, False),
        ("rare", 400, 0.06, 6, False),
        ("ties", 150, 0.5, 1, False),
        ("grouped", 180, 0.3, 6, True),
        ("few", 13, 0.4, 6, False),
    ):
        y = (rng.random(n) < share).astype(float)
        a, b = model(y, 0.9, 0.5, decimals), model(y, 0.6, -0.8, decimals)
        groups = np.repeat(np.arange(n), rng.integers(1, 6, n))[:n] if grouped else None
        cases.append(
            {
                "name": name,
                "y": y.astype(int),
                "a": a,
                "b": b,
                "groups": [] if groups is None else groups,
                "calibration": calibration(y, a),
                "decision": decision(rng, y, a, b, groups),
                "delong": delong(y, a, b),
            }
        )
    # Several models on the same rows, one a seed: the mean AUROC is a contrast of DeLong's covariance.
    y = (rng.random(120) < 0.35).astype(float)
    models = [model(y, s) for s in (0.8, 0.9, 1.0, 0.5, 0.6, 0.7)]
    parts = [components(y, p) for p in models]
    covariance = np.cov([v for v, _ in parts]) / len(parts[0][0]) + np.cov([v for _, v in parts]) / len(parts[0][1])
    contrast = np.array([1, 1, 1, -1, -1, -1]) / 3
    z = contrast @ [v.mean() for v, _ in parts] / np.sqrt(contrast @ covariance @ contrast)
    seeds = {"y": y.astype(int), "models": models, "p": 2 * stats.norm.sf(abs(z))}
    OUT.joinpath("probabilities.json").write_text(
        json.dumps(plain({"cases": cases, "seeds": seeds}), separators=(",", ":")) + "\n"
    )


main()
