#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden values for tests/trees from PyPI's XGBoost 1.7 (1.7.6), numpy and scikit-learn.

Run it in this folder: python make_trees.py. It writes trees/*.json: a small cohort each (null: missing value), the
summary features, predictions of models of several settings, and what a grid chooses on validation rows.
"""
import json
import pathlib

import numpy as np
import xgboost as xgb
from sklearn.metrics import log_loss, mean_absolute_error, roc_auc_score

assert xgb.__version__.startswith("1.7."), "later versions have other defaults"
OUT = pathlib.Path(__file__).parent / "trees"
N = 260


def settings(depth=3, rounds=60, eta=0.1, lam=1.0, rows=1.0, columns=1.0, bins=256, seed=0, child=1.0):
    return {"depth": depth, "rounds": rounds, "eta": eta, "lambda": lam, "row_share": rows, "column_share": columns,
            "bins": bins, "seed": seed, "min_child_weight": child}


SETTINGS = [settings(), settings(depth=2, eta=0.3, lam=4.0, bins=32, child=3.0),
            settings(rounds=300, eta=0.03, rows=0.8, columns=0.8, seed=7)]
GRID = [settings(depth=d, rounds=80, eta=e, rows=0.8, columns=0.8) for d in (2, 3) for e in (0.05, 0.2)]
PATIENCE = 50


def rounded(values):
    """What the cohort holds: float32, and short in the file."""
    return np.round(np.asarray(values, dtype=np.float64), 3).astype(np.float32)


class Cohort:
    def __init__(self, seed, task, classes):
        rng = np.random.default_rng(seed)
        self.task, self.classes = task, classes
        latent = rng.normal(size=(N, 3))
        score = latent[:, 0] * latent[:, 1] + np.abs(latent[:, 2]) + 0.5 * rng.normal(size=N)
        if task == "regression":
            self.y = np.round(30 + 5 * score, 3)
        else:
            self.y = np.searchsorted(np.quantile(score, np.arange(1, classes) / classes), score).astype(float)
        self.split = np.array([0] * 170 + [1] * 40 + [2] * 50)
        rng.shuffle(self.split)
        self.modalities = []
        for name, kind, dims, share in (("notes", "vector", 5, 0.8), ("vitals", "sequence", 2, 1.0),
                                        ("labs", "series", 2, 0.7)):
            present = rng.random(N) < share
            loadings = rng.normal(size=(3, dims))
            rows, times = [], []
            for i in range(N):
                steps = (1 if kind == "vector" else rng.integers(1, 6)) if present[i] else 0
                row = latent[i] @ loadings + 0.7 * rng.normal(size=(steps, dims)) + 5
                row[rng.random(row.shape) < 0.1] = np.nan
                rows.append(rounded(row))
                times.append(rounded(np.cumsum(rng.random(steps) * 3)) if kind == "series" else [])
            self.modalities.append({"name": name, "kind": kind, "dims": dims, "present": present, "rows": rows,
                                    "times": times})

    def features(self):
        names, columns = [], []
        for m in sorted(self.modalities, key=lambda each: each["name"]):
            for d in range(m["dims"]):
                if m["kind"] == "vector":
                    names.append(f"{m['name']}/{d + 1}")
                    columns.append([row[0, d] if len(row) else np.nan for row in m["rows"]])
                    continue
                summary = []
                for row, times in zip(m["rows"], m["times"]):
                    known = ~np.isnan(row[:, d])
                    v = row[known, d].astype(np.float64)
                    t = np.asarray(times if len(times) else np.arange(len(row)), dtype=np.float64)[known]
                    summary.append([np.nan] * 4 if not len(v) else [
                        np.mean(v), np.min(v), np.max(v), np.polyfit(t, v, 1)[0] if len(v) > 1 else np.nan])
                for k, word in enumerate(("mean", "min", "max", "slope")):
                    names.append(f"{m['name']}/{d + 1}/{word}")
                    columns.append([s[k] for s in summary])
            if m["kind"] != "vector":
                names.append(f"{m['name']}/length")
                columns.append([len(row) if has else np.nan for row, has in zip(m["rows"], m["present"])])
        return names, np.array(columns, dtype=np.float64).T.astype(np.float32)


def parameters(cohort, s, rows):
    objective = ("reg:squarederror" if cohort.task == "regression"
                 else "binary:logistic" if cohort.classes == 2 else "multi:softprob")
    out = {"objective": objective, "tree_method": "hist", "nthread": 1, "seed": s["seed"], "max_bin": s["bins"],
           "base_score": float(cohort.y[rows].mean()) if cohort.task == "regression" else 0.5,
           "max_depth": s["depth"], "eta": s["eta"], "lambda": s["lambda"], "subsample": s["row_share"],
           "colsample_bytree": s["column_share"], "min_child_weight": s["min_child_weight"],
           "seed_per_iteration": True}
    if objective == "multi:softprob":
        out["num_class"] = cohort.classes
    return out


def predict(cohort, model, x, rounds):
    p = model.predict(xgb.DMatrix(x), iteration_range=(0, rounds))
    return np.stack([1 - p, p], axis=1) if cohort.task != "regression" and cohort.classes == 2 else p.reshape(len(x), -1)


def fit(cohort, x, rows, s):
    return xgb.train(parameters(cohort, s, rows), xgb.DMatrix(x[rows], cohort.y[rows]), s["rounds"])


def loss(cohort, p, rows):
    if cohort.task == "regression":
        return mean_absolute_error(cohort.y[rows], p[rows, 0])
    p = p[rows].astype(np.float64)
    return log_loss(cohort.y[rows], p / p.sum(axis=1, keepdims=True), labels=range(cohort.classes))


def auroc(cohort, p, rows):
    if cohort.task == "regression":
        return None
    p = p[rows].astype(np.float64)
    p /= p.sum(axis=1, keepdims=True)
    return roc_auc_score(cohort.y[rows], p[:, 1] if cohort.classes == 2 else p, multi_class="ovr")


def write(name, cohort):
    names, x = cohort.features()
    train, validation, test = (np.flatnonzero(cohort.split == k) for k in range(3))
    fits = []
    for s in SETTINGS:
        p = predict(cohort, fit(cohort, x, train, s), x, s["rounds"])
        fits.append({"settings": s, "predictions": np.round(p, 7).tolist(), "loss": loss(cohort, p, test),
                     "auroc": auroc(cohort, p, test)})
    choice = []
    for s in GRID:
        model = fit(cohort, x, train, s)
        curve = [loss(cohort, predict(cohort, model, x, r), validation) for r in range(1, s["rounds"] + 1)]
        best = 0
        for r, value in enumerate(curve):
            if r - best >= PATIENCE:
                break
            if value < curve[best]:
                best = r
        choice.append({"settings": s, "rounds": best + 1, "loss": curve[best]})
    value = {
        "task": cohort.task, "classes": cohort.classes, "y": cohort.y.tolist(), "split": cohort.split.tolist(),
        "modalities": [{
            "name": m["name"], "kind": m["kind"], "dims": m["dims"], "present": m["present"].astype(int).tolist(),
            "rows": [[None if np.isnan(v) else round(float(v), 3) for v in row.ravel()] for row in m["rows"]],
            "times": [[round(float(t), 3) for t in times] for times in m["times"]],
        } for m in cohort.modalities],
        "names": names,
        "features": [[None if np.isnan(v) else round(float(v), 6) for v in row] for row in x],
        "fits": fits, "choice": choice,
    }
    OUT.mkdir(exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


write("regression", Cohort(1, "regression", 0))
write("binary", Cohort(2, "classification", 2))
write("three", Cohort(3, "classification", 3))
