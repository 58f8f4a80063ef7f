#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Density curve of 200 points by SciPy, with the bandwidth and the range that seaborn takes (docs/method)."""
import numpy as np
import scipy
from common import arguments, emit, measured, normals
from scipy.stats import gaussian_kde

POINTS, CUT = 200, 3


def curve(values):
    density = gaussian_kde(values, bw_method="scott")
    margin = CUT * np.sqrt(density.covariance[0, 0])
    return density(np.linspace(values.min() - margin, values.max() + margin, POINTS))


def main():
    options = arguments(__doc__).parse_args()
    values = normals(0, options.n)
    times, density = measured(lambda: curve(values), options.repeats)
    emit("kde", f"SciPy {scipy.__version__}", times, n=options.n, threads=options.threads, peak=float(density.max()),
         at_quarter=float(density[POINTS // 4]))


if __name__ == "__main__":
    main()
