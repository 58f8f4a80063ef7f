#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Weights of late fusion by numpy and SciPy, from the formulas of docs/method ("Late fusion").

Makes up unimodal predictions of a binary, a four-class and a regression cohort with absent modalities, and fits the
pool at each penalty. Usage: make_late.py   (writes late/*.bin beside itself; the format is that of make_weighting.py)
"""
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

import make_weighting as weighting

OUT = Path(__file__).parent / "late"
RIDGE = 1e-6
OWN_INTERCEPT = 50


def softmax(x):
    e = np.exp(x - x.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def cohort(rng, n, classes, quality, presence):
    """Labels, presence and one unimodal prediction a modality; a modality of quality 0 is noise."""
    present = np.stack([rng.random(n) < p for p in presence])
    present[0] |= ~present.any(0)
    if classes == 1:
        y = 3 + 2 * rng.standard_normal(n)
        predictions = [3 + q * (y - 3) + rng.standard_normal(n) for q in quality]
        return y, present, [p[:, None] for p in predictions]
    y = rng.choice(classes, n, p=np.arange(1, classes + 1) / np.arange(1, classes + 1).sum())
    predictions = [softmax(q * np.eye(classes)[y] + rng.standard_normal((n, classes))) for q in quality]
    return y.astype(float), present, predictions


def evidence(y, train, present, predictions, classes):
    z = []
    shares = np.array([np.mean(y[train] == c) for c in range(classes)]) if classes > 1 else np.ones(1)
    for m, p in enumerate(predictions):
        p = p.astype(np.float32).astype(float)
        e = np.log(np.maximum(p, 1e-12)) - np.log(shares) if classes > 1 else p.copy()
        if classes > 1:
            e -= e.mean(1, keepdims=True)
        fitted = train & present[m]
        e -= e[fitted].mean(0)
        scale = np.sqrt((e[fitted] ** 2).mean())
        e = np.zeros_like(e) if scale < 1e-6 else e / scale
        e[~present[m]] = 0
        z.append(e)
    return np.stack(z), np.log(shares) if classes > 1 else np.zeros(1)


def patterns(present, train):
    names = ["".join("1" if v else "0" for v in column) for column in present.T]
    counts = {}
    for name, t in zip(names, train):
        counts[name] = counts.get(name, 0) + int(t)
    own = sorted(name for name, count in counts.items() if count >= OWN_INTERCEPT)
    return np.array([own.index(name) if name in own else len(own) for name in names]), len(own) + 1


def fit(z, shares, y, intercept, intercepts, classes, penalty, equal):
    M = len(z)
    free = classes - 1 if classes > 1 else 1

    def unpack(theta):
        c = np.full(M, theta[0]) if equal else theta[:M]
        b = np.zeros((intercepts, max(classes, 1)))
        b[:, classes > 1 and 1 or 0:] = theta[1 if equal else M:].reshape(intercepts, free)
        return c, b

    def objective(theta, kink):
        c, b = unpack(theta)
        scores = shares + b[intercept] + np.einsum("m,mnk->nk", c, z)
        if classes > 1:
            top = scores.max(1)
            loss = top + np.log(np.exp(scores - top[:, None]).sum(1)) - scores[np.arange(len(y)), y.astype(int)]
        else:
            loss = np.sqrt((y - scores[:, 0]) ** 2 + kink ** 2) - kink
        return loss.mean() + penalty * (c ** 2).sum() + RIDGE * (b ** 2).sum()

    size = (1 if equal else M) + intercepts * free
    theta = np.zeros(size)
    theta[:1 if equal else M] = 1 / M
    bounds = [(0, None)] * (1 if equal else M) + [(None, None)] * (intercepts * free)
    for kink in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6) if classes == 1 else (0,):
        for _ in range(3):
            theta = minimize(objective, theta, args=(kink,), method="L-BFGS-B", bounds=bounds,
                             options={"maxiter": 20000, "maxfun": 200000, "ftol": 1e-16, "gtol": 1e-11}).x
    return unpack(theta)[0], objective(theta, 1e-6)


def main():
    OUT.mkdir(exist_ok=True)
    weighting.OUT = OUT
    rng = np.random.default_rng(16)
    cases = {"binary": (400, 2, [1.5, 0.7, 0.0], [1.0, 0.7, 0.9]),
             "classes": (500, 4, [1.2, 0.0, 0.8], [0.9, 1.0, 0.6]),
             "regression": (300, 1, [0.8, 0.3, 0.0], [1.0, 0.6, 0.8])}
    for name, (n, classes, quality, presence) in cases.items():
        y, present, predictions = cohort(rng, n, classes, quality, presence)
        splits = np.where(np.arange(n) < 0.7 * n, 0, np.where(np.arange(n) < 0.8 * n, 1, 2))
        train = splits == 0
        z, shares = evidence(y, train, present, predictions, classes)
        label = (y - y[train].mean()) / y[train].std() if classes == 1 else y
        intercept, count = patterns(present, train)
        arrays = {"y": y, "splits": splits, "present": present.T.astype(float),
                  "predictions": np.stack(predictions)}
        for penalty in (0.1, 1, 10):
            for equal in (False, True):
                c, value = fit(z[:, train], shares, label[train], intercept[train], count, classes,
                               penalty / train.sum(), equal)
                key = f"{'equal' if equal else 'c'}_{penalty:g}"
                arrays[key] = c
                arrays["objective_" + key] = np.array([value])
        weighting.write(name, {key: ("f8", values) for key, values in arrays.items()})


if __name__ == "__main__":
    main()
