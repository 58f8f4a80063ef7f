#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the polynomial of core/engine/kernels/activation.cpp, and how far it is from SciPy's erfcx.

The normal tail is Phi(-a) = exp(-a^2 / 2) t Q(t) with t = 1 / (1 + kShift a), which maps a >= 0 to (0, 1]; Q is fitted
at Chebyshev's points with relative weights, so that the tail is as exact as the middle."""
import numpy as np
from numpy.polynomial import chebyshev, polynomial
from scipy.special import erfcx

SHIFT, DEGREE = 0.25, 9
points = np.clip((np.cos(np.pi * (np.arange(4000) + 0.5) / 4000) + 1) / 2, 1e-9, 1)
exact = 0.5 * erfcx((1 / points - 1) / SHIFT / np.sqrt(2)) / points
fit = chebyshev.chebfit(points, exact, DEGREE, w=1 / exact)
coefficients = chebyshev.cheb2poly(fit)
print("highest first:", ", ".join(f"{c:.9g}F" for c in coefficients[::-1]))
print(f"largest relative error {np.max(np.abs(polynomial.polyval(points, coefficients) / exact - 1)):.1e}")
