#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The weight update as the published program does it: data frames, one a model and split, gone through row by row, each
record looked up by its id; Gaussian KL with the instance's own squared residual (docs/method, variance=residual-labels);
scikit-learn's mutual information of the training rows. It does less than `btw bench weights`, whose variance is that of
neighbours."""
import math

import numpy as np
import pandas as pd
from common import TEST, TRAIN, VALIDATION, arguments, emit, measured, predictions, splits
from sklearn.feature_selection import mutual_info_regression

LEAST = 1e-5


def frames(ids, y, split, unimodal, multimodal):
    """What the published program holds after an epoch: per split, a frame of the multimodal predictions and one of each
    modality's."""
    result = {}
    for part in (TRAIN, VALIDATION, TEST):
        rows = np.flatnonzero(split == part)
        identifiers = [ids[i] for i in rows]
        multi = pd.DataFrame({"id": identifiers, "label": y[rows], "prediction": multimodal[rows].astype(float)})
        single = [pd.DataFrame({"id": identifiers, "prediction": u[rows].astype(float)}) for u in unimodal]
        result[part] = (multi, single)
    return result


def normalised(values):
    clipped = [max(value, LEAST) for value in values]
    total = sum(clipped)
    return [value / total for value in clipped]


def information(multi, single):
    return normalised([
        mutual_info_regression(frame["prediction"].to_numpy().reshape(-1, 1), multi["prediction"], n_neighbors=3,
                               random_state=0)[0] for frame in single])


def new_weights(parts, floor):
    """{id: [w of each modality]} of all splits."""
    shares = information(*parts[TRAIN])
    weights = {}
    for multi, single in parts.values():
        for _, row in multi.iterrows():
            variance = max((row["label"] - row["prediction"]) ** 2, floor)
            divergences = []
            for frame in single:
                prediction = frame.loc[frame["id"] == row["id"], "prediction"].values[0]
                own = max((row["label"] - prediction) ** 2, floor)
                divergences.append(0.5 * math.log(variance / own)
                                   + (own + (prediction - row["prediction"]) ** 2) / (2 * variance) - 0.5)
            products = [k * i for k, i in zip(normalised(divergences), shares)]
            total = sum(products)
            weights[row["id"]] = [product / total for product in products]
    return weights


def variance_floor(y, split):
    return 1e-6 * max(y[split == TRAIN].var(), 1e-12)


def update(n, modalities):
    y, unimodal, multimodal = predictions(n, modalities)
    split = splits(n)
    parts = frames([f"video{i}[{i % 7}]" for i in range(n)], y, split, unimodal, multimodal)
    return lambda: new_weights(parts, variance_floor(y, split))


def main():
    options = arguments(__doc__, n=16326).parse_args()
    work = update(options.n, options.modalities)
    times, weights = measured(work, options.repeats, warm_up=update(100, options.modalities))
    emit("weights", f"row-wise pandas {pd.__version__}", times, n=options.n, modalities=options.modalities,
         threads=options.threads, mean_weight_residual=float(np.mean([w[0] for w in weights.values()])))


if __name__ == "__main__":
    main()
