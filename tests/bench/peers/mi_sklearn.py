#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mutual information of two columns by scikit-learn's estimator of the nearest neighbours."""
import sklearn
from common import arguments, emit, measured, normals
from sklearn.feature_selection import mutual_info_regression


def main():
    options = arguments(__doc__).parse_args()
    x = normals(0, options.n)
    y = x + normals(1, options.n)
    times, value = measured(
        lambda: mutual_info_regression(x.reshape(-1, 1), y, n_neighbors=3, random_state=0)[0], options.repeats)
    emit("mi", f"scikit-learn {sklearn.__version__}", times, n=options.n, threads=options.threads, mi=float(value))


if __name__ == "__main__":
    main()
