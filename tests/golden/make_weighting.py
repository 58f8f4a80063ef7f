#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden files of the weighting tests: a plain numpy and scikit-learn implementation of docs/method.

Usage: make_weighting.py   (writes weighting/*.bin beside itself; numpy, SciPy, scikit-learn)

A .bin file is a sequence of arrays, each a text line "name dtype count" and then count little-endian numbers;
dtype is f4, f8, u1 or u4. Expected values of large cases are kept for some rows only (array "check").
"""
import math
from pathlib import Path

import numpy as np
from scipy.special import digamma
from sklearn.feature_selection import mutual_info_regression
from sklearn.feature_selection._mutual_info import _compute_mi_cc
from sklearn.metrics import mutual_info_score

OUT = Path(__file__).parent / "weighting"
TRAIN, VALIDATION, TEST = 0, 1, 2
LD = np.longdouble  # 80 bits: small divergences cancel in double


def write(name, arrays):
    with open(OUT / f"{name}.bin", "wb") as f:
        for key, (dtype, values) in arrays.items():
            flat = np.ascontiguousarray(values, dtype="<" + dtype).ravel()
            f.write(f"{key} {dtype} {flat.size}\n".encode())
            f.write(flat.tobytes())


def scale(x):
    return x if np.all(x == x[0]) or x.std() < 10 * np.finfo(float).eps else x / x.std()


def jittered(x, y):
    """Scaled and jittered as mutual_info_regression(x, y, random_state=0) does before it estimates."""
    rng = np.random.RandomState(0)
    return [c + 1e-10 * max(1, np.mean(np.abs(c))) * rng.standard_normal(len(c)) for c in (scale(x), scale(y))]


# --- the formulas -----------------------------------------------------------------------------------------------

def conditional_variance(f, has, y, split, policy):
    """f: predictions (N) in double; has: rows with a prediction."""
    train = split == TRAIN
    floor = 1e-6 * max(y[train].var(), 1e-12)
    result = np.full(len(f), np.nan)
    rows = np.flatnonzero((split == VALIDATION) & has)
    squared = (y - f) ** 2
    k = min(max(int(round(math.sqrt(len(rows)))), 5), len(rows) - 1)
    for i in np.flatnonzero(has):
        if policy == "residual-labels":
            v = squared[i]
        elif policy == "global":
            v = squared[rows].mean()
        else:
            pool = rows[rows != i]
            order = np.argsort(np.abs(f[pool] - f[i]), kind="stable")
            v = squared[pool[order[:k]]].mean()
        result[i] = max(v, floor)
    return result


def kl_regression(fm, vm, f, v):
    fm, vm, f, v = (LD(a) for a in (fm, vm, f, v))
    return float(LD(0.5) * np.log(v / vm) + (vm + (fm - f) ** 2) / (2 * v) - LD(0.5))


def clip_probabilities(p):
    p = np.maximum(p.astype(LD), LD(1e-10))
    return p / p.sum()


def kl_classification(p, q):
    p, q = clip_probabilities(p), clip_probabilities(q)
    return float((p * np.log(p / q)).sum())


def shares(values):
    clipped = np.maximum(np.where(np.isfinite(values), values, 0), 1e-5)
    return clipped / clipped.sum()


def weights(variant, kl, has, split, mi, cc, rescale=False):
    n, m = kl.shape
    if variant == "none":
        return has.astype(float)
    if variant == "constant":
        return has / m
    local = np.where(has, np.maximum(np.where(has, kl, 0), 1e-5), 0)
    with np.errstate(invalid="ignore"):
        local = np.where(has, local / local.sum(1, keepdims=True), 0)
    if variant == "kl-local":
        w = local
    elif variant == "kl-global":
        means = np.array([local[(split == TRAIN) & has[:, j], j].mean() for j in range(m)])
        w = np.tile(means / means.sum(), (n, 1))
    elif variant == "mi-global":
        w = np.tile(shares(mi), (n, 1))
    elif variant in ("btw", "btw-oof"):
        w = local * shares(mi)
    else:
        w = local * shares(cc)
    w = np.where(has, w, 0)
    total = w.sum(1, keepdims=True)
    w = np.divide(w, total, out=np.zeros_like(w), where=total > 0)
    return w * has.sum(1, keepdims=True) if rescale else w


# --- one case of everything -------------------------------------------------------------------------------------

def case(name, task, y, split, has, unimodal, multimodal, checked=25):
    """unimodal: M arrays (N, K) float32; multimodal (N, K) float32."""
    n, m = has.shape
    unimodal = [np.asarray(u, np.float32).reshape(n, -1) for u in unimodal]
    multimodal = np.asarray(multimodal, np.float32).reshape(n, -1)
    y = np.asarray(y, np.float32).astype(float)
    rng = np.random.default_rng(99)
    check = np.arange(n) if n <= checked else np.sort(rng.choice(n, checked, replace=False))
    regression = task == "regression"
    arrays = {
        "task": ("u1", [0 if regression else 1]),
        "modalities": ("u4", [m]),
        "width": ("u4", [multimodal.shape[1]]),
        "y": ("f4", y),
        "split": ("u1", split),
        "present": ("u1", has),
        "multimodal": ("f4", multimodal),
        "check": ("u4", check),
    }
    for j in range(m):
        arrays[f"unimodal{j}"] = ("f4", unimodal[j])

    train = split == TRAIN
    mi = {}
    for policy in ("present", "all"):
        values = []
        for j in range(m):
            rows = train & has[:, j] if policy == "present" else train
            a, b = unimodal[j][rows].astype(float), multimodal[rows].astype(float)
            if not regression:
                values.append(mutual_info_score(a.argmax(1), b.argmax(1)))
            elif rows.sum() <= 3:
                values.append(0.0)
            else:
                values.append(mutual_info_regression(a, b[:, 0], n_neighbors=3, random_state=0)[0])
        mi[policy] = np.array(values)
        arrays[f"mi/{policy}"] = ("f8", list(values))
        if policy == "present" and not regression:  # less what independent labels give on average (Miller 1955)
            for j in range(m):
                rows = train & has[:, j]
                a, b = unimodal[j][rows].astype(float).argmax(1), multimodal[rows].astype(float).argmax(1)
                bias = (len(np.unique(a)) - 1) * (len(np.unique(b)) - 1) / (2 * rows.sum())
                values[j] = max(0.0, values[j] - bias)
        if policy == "present":
            mi["unbiased"] = np.array(values)
            arrays["mi/unbiased"] = ("f8", values)
        print(f"{name:22s} {policy:8s} mi {np.round(values, 3)}")

    cc = np.full(m, np.nan)
    if regression:
        for j in range(m):
            rows = train & has[:, j]
            a, b = unimodal[j][rows, 0].astype(float), multimodal[rows, 0].astype(float)
            if not (np.all(a == a[0]) or np.all(b == b[0])):
                cc[j] = np.corrcoef(a, b)[0, 1]

    variants = ["none", "kl-local", "kl-global", "mi-global", "btw", "constant", "btw-oof"]
    variants += ["cc-local"] if regression else []
    for policy in ("neighbours", "global", "residual-labels") if regression else ("-",):
        kl = np.full((n, m), np.nan)
        if regression:
            f = multimodal[:, 0].astype(float)
            v = conditional_variance(f, np.ones(n, bool), y, split, policy)
            arrays[f"variance/{policy}/multimodal"] = ("f8", v[check])
        for j in range(m):
            if regression:
                fm = unimodal[j][:, 0].astype(float)
                vm = conditional_variance(fm, has[:, j], y, split, policy)
                arrays[f"variance/{policy}/{j}"] = ("f8", vm[check])
            for i in np.flatnonzero(has[:, j]):
                kl[i, j] = (kl_regression(fm[i], vm[i], f[i], v[i]) if regression
                            else kl_classification(unimodal[j][i], multimodal[i]))
        arrays[f"kl/{policy}"] = ("f8", kl[check])
        for variant in variants:
            w = weights(variant, kl, has, split, mi["unbiased" if variant == "btw-oof" else "present"], cc)
            arrays[f"w/{policy}/{variant}/present"] = ("f8", w[check])
        for variant in ("mi-global", "btw"):
            w = weights(variant, kl, has, split, mi["all"], cc)
            arrays[f"w/{policy}/{variant}/all"] = ("f8", w[check])
        w = weights("btw", kl, has, split, mi["present"], cc, rescale=True)
        arrays[f"w/{policy}/btw/present/rescale"] = ("f8", w[check])
    write(f"case-{name}", arrays)


def splits(n, rng):
    s = np.array([TRAIN] * round(0.7 * n) + [VALIDATION] * max(2, round(0.15 * n)) + [TEST] * n)[:n]
    rng.shuffle(s)
    return s


def planted(n, noise, rng, error=None):
    """y, and one prediction column per noise level (the last one multimodal)."""
    draw = error or (lambda size: rng.normal(size=size))
    y = rng.normal(size=n) * 1.5
    return y, [y * 0.8 + level * draw(n) for level in noise]


def probabilities(n, classes, strengths, rng, prior=None):
    y = rng.choice(classes, n, p=prior)
    result = []
    for strength in strengths:
        logits = rng.normal(size=(n, classes)) + strength * np.eye(classes)[y]
        e = np.exp(logits - logits.max(1, keepdims=True))
        result.append((e / e.sum(1, keepdims=True)).astype(np.float32))
    return y, result


def presence(split, shares_, rng):
    has = rng.random((len(split), len(shares_))) < np.array(shares_)
    has[~has.any(1), 0] = True
    return has


def regression_cases():
    rng = np.random.default_rng(1)
    everyone = lambda n, m: np.ones((n, m), bool)  # noqa: E731

    y, p = planted(4, [0.5, 1, 0.3], rng)
    case("reg-n4", "regression", y, np.array([0, 1, 1, 0]), everyone(4, 2), p[:-1], p[-1])
    y, p = planted(12, [0.5, 1, 0.3], rng)
    case("reg-n12", "regression", y, np.array([0] * 7 + [1] * 3 + [2] * 2), everyone(12, 2), p[:-1], p[-1])
    y, p = planted(300, [0.4, 0.8, 2, 0.3], rng)
    case("reg-plain", "regression", y, splits(300, rng), everyone(300, 3), p[:-1], p[-1])
    y, p = planted(400, [0.4, 0.8, 2, 0.3], rng)
    case("reg-ties", "regression", np.round(y), splits(400, rng), everyone(400, 3),
         [np.round(2 * q) / 2 for q in p[:-1]], np.round(p[-1] * 4) / 4)
    y, p = planted(250, [0.4, 0.8, 2, 0.3], rng)
    p[1][:] = 0.1
    case("reg-constant", "regression", y, splits(250, rng), everyone(250, 3), p[:-1], p[-1])
    y, p = planted(160, [0.4, 0.8, 0.3], rng)
    p[2][:] = 1e6 + 0.1
    case("reg-multi-constant", "regression", y, splits(160, rng), everyone(160, 2), p[:-1], p[-1])
    y, p = planted(1000, [0.1, 0.5, 1, 0.2], rng, lambda n: rng.standard_cauchy(n))
    case("reg-heavy", "regression", y * 3, splits(1000, rng), everyone(1000, 3), p[:-1], p[-1])
    y, p = planted(600, [0.4, 0.8, 2, 1, 0.3], rng)
    s = splits(600, rng)
    has = presence(s, [1, 0.6, 0.25, 0.5], rng)
    for j in range(4):
        p[j][~has[:, j]] = 0.125 * j
    case("reg-missing", "regression", y, s, has, p[:-1], p[-1])
    y, p = planted(5000, [0.3, 0.6, 1, 2, 4, 8, 0.25], rng)
    case("reg-large", "regression", y, splits(5000, rng), everyone(5000, 6), p[:-1], p[-1])
    y, p = planted(150, [0.4, 0.3], rng)
    case("reg-single", "regression", y, splits(150, rng), everyone(150, 1), p[:-1], p[-1])
    y, p = planted(130, [0.4, 1, 0.3], rng)
    case("reg-offset", "regression", 1000 + 1e-2 * y, splits(130, rng), everyone(130, 2),
         [1000 + 1e-2 * q for q in p[:-1]], 1000 + 1e-2 * p[-1])
    y, p = planted(110, [0.4, 1], rng)
    y32 = y.astype(np.float32)
    case("reg-perfect", "regression", y32, splits(110, rng), everyone(110, 3), [y32, p[0], p[1]], p[0] * 1.0005)


def classification_cases():
    rng = np.random.default_rng(2)
    everyone = lambda n, m: np.ones((n, m), bool)  # noqa: E731

    y, p = probabilities(4, 2, [1, 0, 2], rng)
    case("cls-n4", "classification", y, np.array([0, 1, 2, 0]), everyone(4, 2), p[:-1], p[-1])
    y, p = probabilities(300, 2, [2, 1, 0, 2], rng)
    case("cls-binary", "classification", y, splits(300, rng), everyone(300, 3), p[:-1], p[-1])
    prior = np.array([1465, 2342, 923, 448]) / 5178
    y, p = probabilities(1000, 4, [3, 2, 1, 1, 3], rng, prior)
    s = splits(1000, rng)
    case("cls-missing", "classification", y, s, presence(s, [1, 0.9, 0.25, 0.52], rng), p[:-1], p[-1])
    y, p = probabilities(200, 3, [2, 1, 2], rng)
    p[0] = np.eye(3, dtype=np.float32)[p[0].argmax(1)]
    p[1] = np.tile(np.float32([0.2, 0.5, 0.3]), (200, 1))
    case("cls-hard", "classification", y, splits(200, rng), everyone(200, 2), p[:-1], p[-1])
    y, p = probabilities(3000, 3, [2, 0.5, 2], rng)
    case("cls-large", "classification", y, splits(3000, rng), everyone(3000, 2), p[:-1], p[-1])
    y, p = probabilities(120, 4, [2, 1], rng)
    near = p[0] * (1 + 1e-4 * rng.normal(size=p[0].shape))
    case("cls-near", "classification", y, splits(120, rng), everyone(120, 2), p,
         (near / near.sum(1, keepdims=True)).astype(np.float32))


def mutual_information_columns():
    """Columns as they reach the estimator: some already jittered, some with exact ties and boundary points."""
    rng = np.random.default_rng(3)
    columns = {}

    def bivariate(n, rho):
        x = rng.normal(size=n)
        return x, rho * x + math.sqrt(1 - rho * rho) * rng.normal(size=n)

    columns["n4"] = bivariate(4, 0.9)
    columns["n5"] = bivariate(5, 0.9)
    columns["strong"] = bivariate(500, 0.99)
    columns["independent"] = bivariate(700, 0)
    columns["large"] = bivariate(5000, 0.7)
    columns["heavy"] = (rng.standard_cauchy(1000), rng.standard_cauchy(1000) ** 3)
    a, b = bivariate(400, 0.8)
    columns["jittered-ties"] = jittered(np.round(a), np.round(2 * b) / 2)
    columns["jittered-constant"] = jittered(np.full(300, 0.1), bivariate(300, 0)[1])
    columns["jittered-heavy"] = jittered(rng.standard_cauchy(600), rng.standard_cauchy(600))
    a, b = bivariate(500, 0.8)
    columns["grid"] = (np.round(a * 10) / 10, np.round(b * 10) / 10)  # unjittered ties on a decimal grid
    columns["boundary"] = (np.arange(200) * 0.1, (np.arange(200) * 0.3) % 7)  # x + radius rounds onto neighbours
    columns["equal"] = (np.full(50, 2.5), np.full(50, -1.0))
    columns["line"] = (np.linspace(0, 1, 64), np.linspace(0, 1, 64))

    arrays = {}
    for name, (x, y) in columns.items():
        for k in (3,) if len(x) < 6 else (1, 3, 5):
            arrays[f"{name}/mi/{k}"] = ("f8", [_compute_mi_cc(np.array(x), np.array(y), k)])
        arrays[f"{name}/x"] = ("f8", x)
        arrays[f"{name}/y"] = ("f8", y)
    write("columns", arrays)


def label_columns():
    rng = np.random.default_rng(4)
    a = rng.integers(0, 5, 3000)
    pairs = {
        "noisy": (a, np.where(rng.random(3000) < 0.7, a, rng.integers(0, 5, 3000))),
        "independent": (a, rng.integers(0, 3, 3000)),
        "same": (a, a),
        "renamed": (a, 4 - a),
        "constant": (a, np.zeros(3000, int)),
        "both-constant": (np.ones(9, int), np.zeros(9, int)),
        "one-row": ([1], [2]),
        "four-rows": ([0, 1, 1, 0], [1, 1, 0, 1]),
        "rare": (np.r_[np.zeros(4999, int), 1], np.r_[np.zeros(4999, int), 200]),
    }
    arrays = {}
    for name, (x, y) in pairs.items():
        arrays[f"{name}/a"] = ("u1", x)
        arrays[f"{name}/b"] = ("u1", y)
        arrays[f"{name}/mi"] = ("f8", [mutual_info_score(x, y)])
    write("labels", arrays)


def digamma_values():
    x = np.r_[np.arange(1, 60), 0.1, 0.5, 1.4616321449683623, 2.5, 11.9, 12.1, np.geomspace(100, 1e6, 25)]
    write("digamma", {"x": ("f8", x), "psi": ("f8", digamma(x))})


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    regression_cases()
    classification_cases()
    mutual_information_columns()
    label_columns()
    digamma_values()
