#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the peers of the weight update give the weights of `btw weights`, instance by instance.
Usage: check_weights.py PROGRAM; exits 1 where they differ."""
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import weights_numpy
import weights_pandas
from common import predictions, splits

INSTANCES, MODALITIES, TOLERANCE = 600, 3, 1e-6
NAMES = ("train", "val", "test")


def ours(program, folder, ids, split, y, unimodal, multimodal, variance):
    source, target = folder / "predictions.csv", folder / "weights.csv"
    with open(source, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "split", "y", "pred_multi"] + [f"pred_m{m}" for m in range(MODALITIES)])
        for i, identifier in enumerate(ids):
            numbers = [y[i], float(multimodal[i])] + [float(u[i]) for u in unimodal]
            writer.writerow([identifier, NAMES[split[i]]] + [repr(float(x)) for x in numbers])
    subprocess.run([program, "weights", source, "--task", "regression", "--variant", "btw", "--variance", variance,
                    "--out", target, "--json"], check=True, stdout=subprocess.DEVNULL)
    with open(target, newline="") as file:
        return np.array([[float(row[f"w_m{m}"]) for m in range(MODALITIES)] for row in csv.DictReader(file)])


def main():
    y, unimodal, multimodal = predictions(INSTANCES, MODALITIES)
    split = splits(INSTANCES)
    ids = [f"video{i}" for i in range(INSTANCES)]
    worst = {}
    with tempfile.TemporaryDirectory() as folder:
        for variance in ("neighbours", "residual-labels"):
            expected = ours(sys.argv[1], Path(folder), ids, split, y, unimodal, multimodal, variance)
            numpys = weights_numpy.new_weights(y, split, unimodal, multimodal, variance).T
            worst[f"numpy, {variance}"] = np.abs(numpys - expected).max()
        parts = weights_pandas.frames(ids, y, split, unimodal, multimodal)
        rows = weights_pandas.new_weights(parts, weights_pandas.variance_floor(y, split))
        worst["pandas, residual-labels"] = np.abs(np.array([rows[i] for i in ids]) - expected).max()
    for name, difference in worst.items():
        print(f"{name}: largest difference {difference:.1e}")
    return 0 if max(worst.values()) < TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
