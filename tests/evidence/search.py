#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which other ways to weight modalities are worth a place in the protocol (docs/method, "Whether a weighting helps").

Folds as the protocol has them, drawn by scikit-learn; of every fold the test rows are dropped before anything is fitted.
The people are those of the protocol all the same, and are training rows of other folds. Each modality has a model (L2 logistic regression, or boosted trees); five folds within the training rows give
predictions by models that had not seen the row; every way to join them is fitted on these, its one setting chosen by
five folds over them, and judged by log loss on the fold's validation rows, which chose nothing.

Usage: search.py DATA_FOLDER [--out PAGE.md]     DATA_FOLDER: has rosmap and metabric; numpy, SciPy, scikit-learn, pandas, XGBoost
"""
import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
import xgboost
from scipy.optimize import minimize
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold, train_test_split
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

FOLDS, REPEATS, INNER = 5, 3, 5


# --- data ---------------------------------------------------------------------------------------------------------

def read(folder):
    """Modalities as [N, D] with NaN where a value is missing, rows without any of a modality being absent there; labels."""
    manifest = json.loads((folder / "manifest.json").read_text())
    if "files" in manifest["labels"]:
        def both(files):
            return np.concatenate([np.loadtxt(folder / files[k], delimiter=",", ndmin=2) for k in ("train", "test")])
        return ({m["name"]: both(m["files"]) for m in manifest["modalities"]},
                both(manifest["labels"]["files"])[:, 0].astype(int))
    labels = manifest["labels"]
    outcome = pd.read_csv(folder / labels["file"]).set_index(labels["id"])[labels["label"]]
    y = (outcome == manifest["classes"][1]).astype(int)
    modalities = {}
    for m in manifest["modalities"]:
        table = pd.read_csv(folder / m["file"]).set_index(m["id"]).reindex(y.index)
        words = list(m.get("categories", {}))
        coded = pd.get_dummies(table, columns=words, dtype=float)
        for word in words:  # an unknown word is missing, not another one
            coded.loc[table[word].isna(), [c for c in coded if c.startswith(word + "_")]] = np.nan
        modalities[m["name"]] = coded.to_numpy(float)
    return modalities, y.to_numpy()


# --- models of one modality -----------------------------------------------------------------------------------------

def filled(x, rows):
    mean = np.nanmean(x[rows], 0)
    return np.where(np.isnan(x), np.nan_to_num(mean), x)


def fit_regression(x, y, rows, wanted, seed, people=None):
    """People: of each row, whose it is, so that copies of a person stay in one fold while the strength is chosen."""
    x = filled(x, rows)
    scaler = StandardScaler().fit(x[rows])
    people = rows if people is None else people[rows]
    folds = list(StratifiedGroupKFold(5, shuffle=True, random_state=seed).split(rows, y[rows], people))
    model = LogisticRegressionCV(Cs=np.logspace(-4, 2, 7), cv=folds, scoring="neg_log_loss", max_iter=2000,
                                 use_legacy_attributes=False, l1_ratios=(0,))
    model.fit(scaler.transform(x[rows]), y[rows])
    return model.decision_function(scaler.transform(x[wanted]))


def fit_trees(x, y, rows, wanted, seed, people=None):
    settings = {"objective": "binary:logistic", "max_depth": 3, "eta": 0.03, "subsample": 0.8, "colsample_bytree": 0.8,
                "tree_method": "hist", "max_bin": 64, "seed": seed, "nthread": 1}
    booster = xgboost.train(settings, xgboost.DMatrix(x[rows], label=y[rows]), 300)
    return booster.predict(xgboost.DMatrix(x[wanted]), output_margin=True)


def fit_tree_ensemble(x, y, rows, wanted, seed, people=None):
    return np.mean([fit_trees(x, y, rows, wanted, seed + 1000 * s) for s in range(5)], 0)


MODELS = {"regression": fit_regression, "trees": fit_trees, "five trees": fit_tree_ensemble}


def cross_fitted(fit, x, y, train, others, seed):
    """Scores of training rows by models that had not seen them; of the others the mean of the five."""
    present = ~np.isnan(x).all(1)
    z = np.zeros(len(y))
    having = train[present[train]]
    folds = list(StratifiedKFold(INNER, shuffle=True, random_state=seed).split(having, y[having]))
    rest = others[present[others]]
    for fitted, held in folds:
        wanted = np.concatenate([having[held], rest])
        scores = fit(x, y, having[fitted], wanted, seed)
        z[having[held]] = scores[:len(held)]
        z[rest] += scores[len(held):] / INNER
    prior = logit(y[train].mean())
    z[present] -= prior
    z[present] -= z[having].mean()
    return np.where(present, z, 0.0), present


# --- ways to join them -----------------------------------------------------------------------------------------------

def fit_pool(z, y, penalty=1.0, equal=False):
    """c >= 0 and b of p = sigmoid(prior + b + z c / s), with the least mean log loss + penalty sum c^2 / n."""
    s = np.sqrt((z ** 2).mean(0))
    s[s < 1e-6] = np.inf
    prior = logit(y.mean())
    u = z / s
    if equal:
        u = u.sum(1, keepdims=True)

    def loss(t):
        f = prior + t[0] + u @ t[1:]
        p = expit(f)
        value = np.logaddexp(0, f).mean() - (y * f).mean() + penalty * (t[1:] ** 2).sum() / len(y)
        return value, np.concatenate([[(p - y).mean()], u.T @ (p - y) / len(y) + 2 * penalty * t[1:] / len(y)])

    start = np.concatenate([[0.0], np.full(u.shape[1], 0.3)])
    t = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None)] + [(0, None)] * u.shape[1]).x
    c = np.full(z.shape[1], t[1]) if equal else t[1:]
    return lambda rows: prior + t[0] + (rows / s) @ c, c


def equal(data):
    score, _ = fit_pool(data["z"], data["y"], equal=True)
    return lambda rows: score(rows["z"])


def held_out(data):
    score, _ = fit_pool(data["z"], data["y"])
    return lambda rows: score(rows["z"])


def chosen(make, settings):
    """The setting with the least log loss over five folds of the rows that it is fitted on."""
    def fit(data):
        y = data["y"]
        folds = list(StratifiedKFold(INNER, shuffle=True, random_state=0).split(y, y))

        def error(setting):
            total = 0.0
            for a, b in folds:
                score = make(part(data, a), setting)
                total += log_loss(y[b], expit(score(part(data, b))), labels=[0, 1]) * len(b)
            return total
        return make(data, min(settings, key=error))
    return fit


def part(data, rows):
    return {key: value[rows] for key, value in data.items()}


def shrunk(data, share):
    """Held-out weights drawn towards their mean."""
    s = np.sqrt((data["z"] ** 2).mean(0))
    s[s < 1e-6] = np.inf
    _, c = fit_pool(data["z"], data["y"])
    c = share * c + (1 - share) * c.mean()
    score, _ = fit_pool((data["z"] / s) @ c[:, None], data["y"], penalty=0)
    return lambda rows: score((rows["z"] / s) @ c[:, None])


def reweighted(reliability):
    """Each score of a person times how far it can be relied on, to a power; then held-out weights."""
    def make(data, power):
        def z(rows):
            return rows["z"] * rows[reliability] ** power
        score, _ = fit_pool(z(data), data["y"])
        return lambda rows: score(z(rows))
    return make


def by_divergence(data, power):
    """BTW's weight on scores: the divergence of a modality's prediction from the equal pool's, times its held-out c."""
    pool, _ = fit_pool(data["z"], data["y"], equal=True)
    prior = logit(data["y"].mean())

    def divergence(rows):
        together = expit(pool(rows["z"]))[:, None]
        alone = expit(prior + rows["z"])
        kl = alone * np.log(alone / together) + (1 - alone) * np.log((1 - alone) / (1 - together))
        return np.maximum(kl, 1e-12)

    usual = divergence(data).mean(0)

    def z(rows):
        return rows["z"] * (divergence(rows) / usual) ** power

    score, _ = fit_pool(z(data), data["y"])
    return lambda rows: score(z(rows))


POWERS = (0.0, 0.25, 0.5, 1.0, 2.0)
WAYS = {
    "equal weights": equal,
    "held-out weights": held_out,
    "held-out, drawn towards their mean": chosen(shrunk, (0.0, 0.25, 0.5, 0.75, 1.0)),
    "held-out, by how usual the person's features are (conformal p)": chosen(reweighted("typical"), POWERS),
    "held-out, by how sure the modality is of the person": chosen(reweighted("sure"), POWERS),
    "held-out, by divergence from the pool (BTW on scores)": chosen(by_divergence, (-0.5, -0.25, 0.0, 0.25, 0.5)),
}


def typicality(x, train, present):
    """Conformal p: the share of training rows that lie as far from their five nearest as a row does."""
    p = np.ones(len(x))
    having = train[present[train]]
    values = StandardScaler().fit(filled(x, having)[having]).transform(filled(x, having))
    near = NearestNeighbors(n_neighbors=6).fit(values[having])
    inside = np.sort(near.kneighbors(values[having])[0][:, 1:].mean(1))
    rows = np.flatnonzero(present)
    distance = near.kneighbors(values[rows], n_neighbors=5)[0].mean(1)
    of_training = np.isin(rows, having)  # themselves among the nearest
    distance[of_training] = near.kneighbors(values[rows[of_training]])[0][:, 1:].mean(1)
    p[rows] = (len(inside) - np.searchsorted(inside, distance, "left") + 1) / (len(inside) + 1)
    return p


# --- the search ------------------------------------------------------------------------------------------------------

def joint_scores(fit, modalities, y, train, others, seed, dropped=0.0):
    """One model of all features; `dropped`: also fitted on copies of the rows that lack a modality each, at random."""
    x = np.concatenate(list(modalities.values()), 1)
    if dropped == 0.0:
        return fit(x, y, train, others, seed)
    rng = np.random.default_rng(seed)
    ends = np.cumsum([v.shape[1] for v in modalities.values()])
    copy = x[train].copy()
    for i in range(len(copy)):
        if rng.random() < dropped:
            m = rng.integers(len(ends))
            copy[i, (0 if m == 0 else ends[m - 1]):ends[m]] = np.nan
    both = np.concatenate([x, copy])
    labels = np.concatenate([y, y[train]])
    return fit(both, labels, np.concatenate([train, len(x) + np.arange(len(train))]), others, seed,
               np.concatenate([np.arange(len(x)), train]))


def search(folder):
    modalities, y = read(folder)
    found = {}
    for repeat in range(REPEATS):
        outer = StratifiedKFold(FOLDS, shuffle=True, random_state=repeat).split(y, y)
        for rest, _ in outer:  # the test rows of the fold are read by nothing
            seed = repeat + 1
            train, validation = train_test_split(rest, test_size=0.2, stratify=y[rest], random_state=seed)
            for name, fit in MODELS.items():
                scores, presence = zip(*(cross_fitted(fit, x, y, train, validation, seed) for x in modalities.values()))
                data = {"y": y, "z": np.stack(scores, 1),
                        "typical": np.stack([typicality(x, train, p) for x, p in zip(modalities.values(), presence)], 1)}
                data["sure"] = np.abs(2 * expit(logit(y[train].mean()) + data["z"]) - 1).clip(1e-3)
                for way, make in WAYS.items():
                    score = make(part(data, train))(part(data, validation))
                    found.setdefault((name, way), []).append(
                        (log_loss(y[validation], expit(score)), roc_auc_score(y[validation], score)))
                if name == "five trees":
                    continue
                for way, dropped in (("all features in one model", 0.0), ("the same, modalities hidden at random", 0.5)):
                    score = joint_scores(fit, modalities, y, train, validation, seed, dropped)
                    found.setdefault((name, way), []).append(
                        (log_loss(y[validation], expit(score)), roc_auc_score(y[validation], score)))
    return found


def table(found):
    lines = ["| models of one modality | joined by | log loss | less equal weights' (± std of 15 folds) | AUROC |",
             "|---|---|---:|---:|---:|"]
    for (model, way), figures in found.items():
        loss, auroc = np.array(figures).T
        less = loss - np.array(found[(model, "equal weights")])[:, 0]
        difference = "" if way == "equal weights" else f"{less.mean():+.4f} ± {less.std(ddof=1):.4f}"
        lines.append(f"| {model} | {way} | {loss.mean():.4f} | {difference} | {auroc.mean():.3f} |")
    return lines


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--out", type=Path, help="the page whose section `search` is replaced; else standard output")
    asked = arguments.parse_args()
    lines = ["## What else was tried", "",
             "By `tests/evidence/search.py`, on 5 folds drawn 3 times (by scikit-learn, not those of the protocol), fitted on "
             "their training rows and judged on their validation rows; each fold's own test rows were left out. The people "
             "are those of the protocol, so that what is chosen here would be no confirmation. Settings of one number are "
             "chosen by five folds within the training rows. Lower log loss is better.", ""]
    for name in ("rosmap", "metabric"):
        lines += [f"### {name}", "", *table(search(asked.folder / name)), ""]
    section = "\n".join(lines)
    if not asked.out:
        print(section)
        return
    begin, end = "<!-- begin search: written by tests/evidence/search.py -->\n", "<!-- end search -->\n"
    page = asked.out.read_text() if asked.out.exists() else ""
    if begin in page:
        before, rest = page.split(begin)
        asked.out.write_text(before + begin + section + end + rest.split(end, 1)[1])
    else:
        asked.out.write_text((page + "\n" if page else "") + begin + section + end)


if __name__ == "__main__":
    main()
