#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden values for tests/analysis/tst_referencemodels.cpp from scikit-learn's Ridge and LogisticRegression.

Run it in this folder: python make_referencemodels.py. It writes referencemodels/*.json: a small cohort each (null: missing
value), folds given, and per model the chosen C, and at several fixed C coefficients, intercepts and predictions.
"""
import json
import pathlib
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

OUT = pathlib.Path(__file__).parent / "referencemodels"
STRENGTHS = np.logspace(-4, 4, 13)
warnings.filterwarnings("ignore")


def rounded(values):
    """What the cohort holds: float32, and short in the file."""
    return np.round(np.asarray(values, dtype=np.float64), 3).astype(np.float32)


class Cohort:
    def __init__(self, seed, n, task, classes, modalities):
        rng = np.random.default_rng(seed)
        self.n, self.task, self.classes = n, task, classes
        latent = rng.normal(size=(n, 3))
        if task == "regression":
            self.y = np.round(2 * latent[:, 0] - latent[:, 1] + rng.normal(size=n), 3)
        else:
            weights = rng.normal(size=(3, classes))
            self.y = np.argmax(latent @ weights + 0.7 * rng.normal(size=(n, classes)), axis=1).astype(float)
        self.split = np.array([0] * int(0.7 * n) + [1] * int(0.1 * n) + [2] * (n - int(0.7 * n) - int(0.1 * n)))
        rng.shuffle(self.split)
        self.folds = rng.integers(0, 5, size=n)
        self.modalities = []
        for name, kind, dims, share, missing in modalities:
            present = rng.random(n) < share
            loadings = rng.normal(size=(3, dims))
            rows = []
            for i in range(n):
                steps = (1 if kind == "vector" else rng.integers(1, 5)) if present[i] else 0
                row = latent[i] @ loadings + rng.normal(size=(steps, dims)) * 2 + 5
                row[rng.random(row.shape) < missing] = np.nan
                rows.append(rounded(row))
            if dims > 2:
                for row in rows:
                    row[:, 1] = 7.125  # a constant feature
            self.modalities.append({"name": name, "kind": kind, "dims": dims, "present": present, "rows": rows})

    def design(self, modality):
        """Mean over real steps, standardised by training rows that have it; unknown and absent: 0."""
        x = np.full((self.n, modality["dims"]), np.nan)
        for i, row in enumerate(modality["rows"]):
            if len(row):
                x[i] = np.nanmean(row.astype(np.float64), axis=0)
        train = x[(self.split == 0) & modality["present"]]
        mean, std = np.nanmean(train, axis=0), np.nanstd(train, axis=0)
        std[std < 1e-12] = 1
        return np.nan_to_num((x - mean) / std)

    def designs(self):
        train = self.split == 0
        joined, indicators = [], []
        for m in self.modalities:
            x = self.design(m)
            joined.append(x)
            yield m["name"], x, train & m["present"], m["present"]
            if not m["present"][train].all():
                indicators.append((~m["present"]).astype(float)[:, None])
        yield "all", np.hstack(joined + indicators), train, np.ones(self.n, dtype=bool)


def fit(cohort, x, y, c):
    if cohort.task == "regression":
        return Ridge(alpha=1 / c, solver="cholesky").fit(x, y)
    return LogisticRegression(C=c, solver="newton-cg", tol=1e-12, max_iter=10000).fit(x, y)


def predict(cohort, model, x):
    if cohort.task == "regression":
        return model.predict(x)
    out = np.zeros((len(x), cohort.classes))
    out[:, model.classes_.astype(int)] = model.predict_proba(x)
    return out


def loss(cohort, model, x, y):
    p = predict(cohort, model, x)
    if cohort.task == "regression":
        return ((p - y) ** 2).sum()
    return -np.log(np.clip(p[np.arange(len(y)), y.astype(int)], 1e-15, 1)).sum()


def choose(cohort, x, y, folds):
    sums = np.zeros(len(STRENGTHS))
    for fold in np.unique(folds):
        inner, held = folds != fold, folds == fold
        for s, c in enumerate(STRENGTHS):
            sums[s] += loss(cohort, fit(cohort, x[inner], y[inner], c), x[held], y[held])
    return STRENGTHS[np.argmin(sums)], sums


def expected(cohort):
    out = []
    for name, x, train, having in cohort.designs():
        chosen, sums = choose(cohort, x[train], cohort.y[train], cohort.folds[train])
        second = np.sort(sums)[1]
        assert second - sums.min() > 1e-6 * sums.min(), "a tie decides nothing"
        fits = []
        for c in (1e-4, 0.1, 1.0, 1e4):
            model = fit(cohort, x[train], cohort.y[train], c)
            p = predict(cohort, model, x).reshape(cohort.n, -1)
            fits.append({
                "c": c,
                "coefficients": np.round(np.atleast_2d(model.coef_), 7).ravel().tolist(),
                "intercepts": np.round(np.atleast_1d(model.intercept_), 7).tolist(),
                "predictions": [None if not having[i] else np.round(p[i], 6).tolist() for i in range(cohort.n)],
            })
        out.append({"name": name, "chosen": chosen, "fits": fits})
    return out


def write(name, cohort):
    OUT.mkdir(exist_ok=True)
    value = {
        "task": cohort.task, "classes": cohort.classes, "y": cohort.y.tolist(),
        "split": cohort.split.tolist(), "folds": cohort.folds.tolist(),
        "modalities": [{
            "name": m["name"], "kind": m["kind"], "dims": m["dims"], "present": m["present"].astype(int).tolist(),
            "rows": [[None if np.isnan(v) else round(float(v), 3) for v in row.ravel()] for row in m["rows"]],
        } for m in cohort.modalities],
        "models": expected(cohort),
    }
    (OUT / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


write("regression", Cohort(1, 90, "regression", 0, [
    ("notes", "vector", 5, 1.0, 0.05), ("vitals", "sequence", 3, 0.7, 0.1)]))
write("regression_wide", Cohort(2, 50, "regression", 0, [
    ("genes", "vector", 60, 1.0, 0.0)]))
write("binary", Cohort(3, 90, "classification", 2, [
    ("notes", "vector", 5, 0.8, 0.05), ("vitals", "sequence", 3, 1.0, 0.1)]))
write("binary_wide", Cohort(4, 50, "classification", 2, [
    ("genes", "vector", 60, 1.0, 0.0)]))
write("multinomial", Cohort(5, 150, "classification", 4, [
    ("notes", "vector", 6, 0.9, 0.0), ("vitals", "sequence", 4, 0.6, 0.05)]))
write("multinomial_wide", Cohort(6, 60, "classification", 3, [
    ("genes", "vector", 80, 1.0, 0.0)]))
