# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden files for `btw weights`: predictions, and the weights that docs/method gives for them, computed with numpy and
scikit-learn. Writes tests/golden/cli/<case>.csv (input), <case>.weights.csv and <case>.json (expected).

    python3 tests/golden/make_cli_weights.py
"""
import csv
import json
import math
from pathlib import Path

import numpy as np
from sklearn.feature_selection import mutual_info_regression
from sklearn.metrics import mutual_info_score

OUT = Path(__file__).parent / "cli"
FLOOR = 1e-5


def splits_of(n):
    """60% train, 20% val, 20% test, mixed."""
    return ["train", "val", "train", "test", "train"] * (n // 5)


def variance_of(policy, own, y, split, floor):
    """Conditional variance of one model's predictions (NaN: absent)."""
    n = len(y)
    result = np.full(n, np.nan)
    val = [i for i in range(n) if split[i] == "val" and not math.isnan(own[i])]
    squared = (y - own) ** 2
    for i in range(n):
        if math.isnan(own[i]):
            continue
        if policy == "residual-labels":
            result[i] = squared[i]
        elif policy == "global":
            result[i] = np.mean([squared[j] for j in val])
        else:
            k = min(max(5, round(math.sqrt(len(val)))), len(val) - 1)
            others = [j for j in val if j != i]
            distance = np.array([abs(own[j] - own[i]) for j in others])
            nearest = np.argsort(distance, kind="stable")[:k]
            result[i] = np.mean([squared[others[j]] for j in nearest])
    return np.where(np.isnan(result), np.nan, np.maximum(result, floor))


def normalise_rows(scores, present):
    scores = np.where(present, np.maximum(scores, FLOOR), 0.0)
    return scores / scores.sum(axis=1, keepdims=True)


def weights_of(variant, kl, present, train, mi, cc):
    shares = normalise_rows(np.where(present, kl, 0.0), present)
    if variant == "none":
        return np.where(present, 1.0, 0.0)
    if variant == "kl-local":
        return shares
    if variant == "kl-global":
        rows = [shares[train & present[:, m], m].mean() for m in range(kl.shape[1])]
        return normalise_rows(np.tile(rows, (len(kl), 1)), present)
    factor = cc if variant == "cc-local" else mi
    factor = np.maximum(factor, FLOOR)
    factor = factor / factor.sum()
    scores = np.tile(factor, (len(kl), 1)) if variant == "mi-global" else shares * factor
    scores = np.where(present, scores, 0.0)
    return scores / scores.sum(axis=1, keepdims=True)


def write(case, header, rows, names, split, variant, variance, kl, weights, mi, present):
    with open(OUT / f"{case}.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)
    with open(OUT / f"{case}.weights.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["id", "split"] + [f"w_{m}" for m in names] + [f"kl_{m}" for m in names])
        for i, row in enumerate(rows):
            cells = [repr(float(v[i, m])) if present[i, m] else "" for v in (weights, kl) for m in range(len(names))]
            out.writerow([row[0], split[i]] + cells)
    clipped = np.maximum(mi, FLOOR)
    document = {
        "mi": dict(zip(names, map(float, mi))),
        "mi_normalised": dict(zip(names, map(float, clipped / clipped.sum()))),
        "variant": variant,
        "variance": variance,
        "n": len(rows),
    }
    (OUT / f"{case}.json").write_text(json.dumps(document, indent=1) + "\n")


def regression(case, variant, variance, seed, n=120, hidden_labels=True):
    random = np.random.default_rng(seed)
    names = ["text", "audio", "video"]
    split = splits_of(n)
    y = np.round(random.normal(size=n), 3)
    noise = [0.4, 0.9, 2.0]
    unimodal = np.stack([(y + s * random.normal(size=n)) for s in noise], axis=1).astype(np.float32)
    multi = (0.8 * y + 0.5 * random.normal(size=n)).astype(np.float32)
    present = np.ones((n, 3), bool)
    present[:, 2] = random.random(n) < 0.7
    present[:5, 2] = True
    train = np.array([s == "train" for s in split])
    floor = 1e-6 * max(np.var(y[train]), 1e-12)

    own = np.where(present, unimodal.astype(np.float64), np.nan)
    combined = multi.astype(np.float64)
    v = np.stack([variance_of(variance, own[:, m], y, split, floor) for m in range(3)], axis=1)
    vm = variance_of(variance, combined, y, split, floor)[:, None]
    kl = 0.5 * np.log(vm / v) + (v + (own - combined[:, None]) ** 2) / (2 * vm) - 0.5
    mi, cc = np.zeros(3), np.zeros(3)
    for m in range(3):
        rows = train & present[:, m]
        mi[m] = mutual_info_regression(own[rows, m][:, None], combined[rows], n_neighbors=3, random_state=0)[0]
        cc[m] = np.corrcoef(own[rows, m], combined[rows])[0, 1]
    weights = weights_of(variant, kl, present, train, mi, cc)

    rows = []
    for i in range(n):
        label = "" if hidden_labels and split[i] == "test" else repr(float(y[i]))
        cells = [repr(float(unimodal[i, m])) if present[i, m] else "" for m in range(3)]
        rows.append([f"patient {i}", split[i], label, repr(float(multi[i]))] + cells)
    header = ["id", "split", "y", "pred_multi"] + [f"pred_{m}" for m in names]
    write(case, header, rows, names, split, variant, variance, kl, weights, mi, present)


def classification(case, variant, seed, n=120, classes=3):
    random = np.random.default_rng(seed)
    names = ["notes", "x_ray"]
    split = splits_of(n)
    y = random.integers(classes, size=n)
    train = np.array([s == "train" for s in split])

    def probabilities(strength):
        scores = random.normal(size=(n, classes)) + strength * np.eye(classes)[y]
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        return p.astype(np.float32)

    unimodal = [probabilities(2.0), probabilities(0.5)]
    unimodal[1][3] = [1.0, 0.0, 0.0]  # clipped at 1e-10
    multi = probabilities(2.0)
    present = np.ones((n, 2), bool)
    present[:, 1] = random.random(n) < 0.6
    present[:5, 1] = True

    def clipped(p):
        p = np.maximum(p.astype(np.float64), 1e-10)
        return p / p.sum(axis=1, keepdims=True)

    kl = np.stack([np.sum(clipped(p) * np.log(clipped(p) / clipped(multi)), axis=1) for p in unimodal], axis=1)
    mi = np.zeros(2)
    for m in range(2):
        rows = train & present[:, m]
        mi[m] = mutual_info_score(unimodal[m][rows].argmax(axis=1), multi[rows].argmax(axis=1))
    weights = weights_of(variant, kl, present, train, mi, np.zeros(2))

    rows = []
    for i in range(n):
        cells = [repr(float(p)) for p in multi[i]]
        for m in range(2):
            cells += [repr(float(p)) if present[i, m] else "" for p in unimodal[m][i]]
        rows.append([f"stay-{i}", split[i], "" if split[i] == "test" else int(y[i])] + cells)
    header = ["id", "split", "y"] + [f"prob_{m}_{c}" for m in ["multi"] + names for c in range(classes)]
    write(case, header, rows, names, split, variant, None, kl, weights, mi, present)


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    regression("regression-btw", "btw", "neighbours", 1)
    regression("regression-kl-local", "kl-local", "global", 2)
    regression("regression-kl-global", "kl-global", "neighbours", 3)
    regression("regression-mi-global", "mi-global", "neighbours", 4)
    regression("regression-cc-local", "cc-local", "neighbours", 5)
    regression("regression-none", "none", "neighbours", 6)
    regression("regression-residual", "btw", "residual-labels", 7, hidden_labels=False)
    classification("classification-btw", "btw", 8)
    classification("classification-kl-local", "kl-local", 9)
    classification("classification-mi-global", "mi-global", 10)
