#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The weight update of docs/method in vectorised numpy, with the variance of neighbours as `btw bench weights` has it (or
that of the instance's own residual): what a careful Python programmer would write."""
import math

import numpy as np
from common import TRAIN, VALIDATION, arguments, emit, measured, predictions, splits
from sklearn.feature_selection import mutual_info_regression

LEAST = 1e-5


class Neighbours:
    """Mean squared residual of the k nearest validation predictions, by bisection of a window over sorted ones."""

    def __init__(self, prediction, y, validation):
        order = np.argsort(prediction[validation], kind="stable")
        self.sorted = prediction[validation][order]
        self.sums = np.concatenate(([0.0], np.cumsum(((y - prediction) ** 2)[validation][order])))
        self.k = min(max(round(math.sqrt(len(validation))), 5), len(validation) - 1)

    def window_sums(self, x, k):
        low = np.zeros(len(x), dtype=np.int64)
        high = np.full(len(x), len(self.sorted) - k)
        while np.any(low < high):
            middle = (low + high) // 2
            right = (low < high) & (x - self.sorted[middle] > self.sorted[np.minimum(middle + k, len(self.sorted) - 1)] - x)
            low, high = np.where(right, middle + 1, low), np.where(right, high, np.where(low < high, middle, high))
        return self.sums[low + k] - self.sums[low]

    def variance(self, prediction, y, validation):
        result = self.window_sums(prediction, self.k) / self.k
        # A validation row is its own nearest one, and leaves itself out.
        own = ((y - prediction) ** 2)[validation]
        result[validation] = (self.window_sums(prediction[validation], self.k + 1) - own) / self.k
        return result


def normalised(values):
    clipped = np.maximum(values, LEAST)
    return clipped / clipped.sum(axis=0)


def new_weights(y, split, unimodal, multimodal, policy="neighbours"):
    """[M, N]"""
    validation = np.flatnonzero(split == VALIDATION)
    floor = 1e-6 * max(y[split == TRAIN].var(), 1e-12)

    def variance(prediction):
        if policy == "residual-labels":
            return np.maximum((y - prediction) ** 2, floor)
        return np.maximum(Neighbours(prediction, y, validation).variance(prediction, y, validation), floor)

    multimodal = multimodal.astype(np.float64)
    of_all = variance(multimodal)
    divergences = []
    for column in unimodal.astype(np.float64):
        own = variance(column)
        divergences.append(0.5 * np.log(of_all / own) + (own + (column - multimodal) ** 2) / (2 * of_all) - 0.5)
    train = split == TRAIN
    shares = normalised(np.array([
        mutual_info_regression(column[train].reshape(-1, 1).astype(np.float64), multimodal[train], n_neighbors=3,
                               random_state=0)[0] for column in unimodal]))
    products = normalised(np.stack(divergences)) * shares[:, None]
    return products / products.sum(axis=0)


def main():
    parser = arguments(__doc__, n=16326)
    parser.add_argument("--variance", default="neighbours", choices=["neighbours", "residual-labels"])
    options = parser.parse_args()
    y, unimodal, multimodal = predictions(options.n, options.modalities)
    split = splits(options.n)
    times, weights = measured(lambda: new_weights(y, split, unimodal, multimodal, options.variance), options.repeats)
    key = "mean_weight" if options.variance == "neighbours" else "mean_weight_residual"
    emit("weights", f"vectorised numpy {np.__version__}", times, n=options.n, modalities=options.modalities,
         threads=options.threads, **{key: float(weights[0].mean())})


if __name__ == "__main__":
    main()
