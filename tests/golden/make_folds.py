#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden values for tests/analysis/tst_folds.cpp: figures over folds and seeds by scikit-learn, the corrected resampled t
test (Nadeau and Bengio 2003) by its formula with SciPy's t distribution.

Run it in this folder: python make_folds.py. It writes folds/folds.json.
"""
import json
import pathlib

import numpy as np
import sklearn.metrics as sk
from scipy import stats

OUT = pathlib.Path(__file__).parent / "folds"


def corrected_t(differences, share):
    d = np.asarray(differences)
    t = d.mean() / np.sqrt(d.var(ddof=1) * (1 / len(d) + share))
    return 2 * stats.t.sf(abs(t), len(d) - 1)


def case(seed, task, repeats, seeds):
    rng = np.random.default_rng(seed)
    n, folds = 90, 3
    if task == "classification":
        y = (rng.random(n) < 0.4).astype(int)
    else:
        y = np.round(rng.normal(size=n), 3)
    cells = []
    for repeat in range(repeats):
        fold_of = rng.permutation(np.arange(n) % folds)
        for k in range(folds):
            rows = np.flatnonzero(fold_of == k)
            for _ in range(seeds):
                models = []
                for strength in (0.9, 0.5):
                    if task == "classification":
                        logit = strength * (2 * y - 1) + rng.normal(size=n)
                        p = np.float32(np.round(1 / (1 + np.exp(-logit)), 3)).astype(float)
                        models.append(p)
                    else:
                        models.append(np.float32(np.round(strength * y + rng.normal(size=n), 3)).astype(float))
                cells.append({"fold": k + folds * repeat, "rows": rows, "models": models})
    return y, cells


def expected(metric, y, cells, fitted):
    additive = metric in ("log_loss", "mae", "accuracy", "brier")

    def score(rows, prediction):
        truth, p = y[rows], prediction[rows]
        return {
            "auroc": lambda: sk.roc_auc_score(truth, p),
            "macro_f1": lambda: sk.f1_score(truth, p > 0.5, average="macro"),
            "log_loss": lambda: sk.log_loss(truth, p, labels=[0, 1]),
            "mae": lambda: sk.mean_absolute_error(truth, p),
            "corr": lambda: stats.pearsonr(truth, p)[0],
        }[metric]()

    def loss(rows, prediction):
        truth, p = y[rows], prediction[rows]
        if metric == "mae":
            return np.abs(truth - p)
        return -np.log(np.where(truth == 1, p, 1 - p))

    figures = []
    for which in (0, 1):
        if additive:
            sums, counts = np.zeros(len(y)), np.zeros(len(y))
            for cell in cells:
                sums[cell["rows"]] += loss(cell["rows"], cell["models"][which])
                counts[cell["rows"]] += 1
            figures.append(np.mean(sums / counts))
        else:
            folds = {}
            for cell in cells:
                folds.setdefault(cell["fold"], []).append(score(cell["rows"], cell["models"][which]))
            figures.append(np.mean([np.mean(values) for values in folds.values()]))
    folds, share = {}, []
    for cell in cells:
        folds.setdefault(cell["fold"], []).append(
            score(cell["rows"], cell["models"][0]) - score(cell["rows"], cell["models"][1])
        )
        share.append(len(cell["rows"]) / fitted)
    return {
        "first": figures[0],
        "second": figures[1],
        "t_p": corrected_t([np.mean(values) for values in folds.values()], np.mean(share)),
    }


def main():
    cases = []
    for seed, task, repeats, seeds, metrics in (
        (1, "classification", 1, 1, ("auroc", "log_loss", "macro_f1")),
        (2, "classification", 2, 2, ("auroc", "log_loss")),
        (3, "regression", 2, 2, ("mae", "corr")),
    ):
        y, cells = case(seed, task, repeats, seeds)
        cases.append(
            {
                "task": task,
                "y": y.tolist(),
                "fitted": 48,
                "cells": [
                    {"fold": c["fold"], "rows": c["rows"].tolist(), "models": [m.tolist() for m in c["models"]]}
                    for c in cells
                ],
                "expected": {metric: expected(metric, y, cells, 48) for metric in metrics},
            }
        )
    tests = [
        {"t": t, "freedom": v, "p": 2 * stats.t.sf(abs(t), v)}
        for t in (0, 0.3, -1.7, 2.776, 9, -40)
        for v in (1, 4, 14, 200)
    ]
    OUT.mkdir(exist_ok=True)
    (OUT / "folds.json").write_text(json.dumps({"cases": cases, "student": tests}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
