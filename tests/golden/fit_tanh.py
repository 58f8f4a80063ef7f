#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the polynomial of core/engine/kernels/gates.h, and how far it is from NumPy's tanh.

Near 0, tanh(x) = x + x z P(z) with z = x^2, fitted at Chebyshev's points; further out 1 - 2 / (exp(2x) + 1) loses nothing."""
import numpy as np
from numpy.polynomial import chebyshev, polynomial

REACH, DEGREE = 0.625, 4
z = np.clip((np.cos(np.pi * (np.arange(4000) + 0.5) / 4000) + 1) / 2 * REACH**2, 1e-6, None)
x = np.sqrt(z)
exact = (np.tanh(x) / x - 1) / z
fit = chebyshev.chebfit(z, exact, DEGREE)
coefficients = chebyshev.cheb2poly(fit)
print("highest first:", ", ".join(f"{c:.9g}F" for c in coefficients[::-1]))
print(f"largest relative error {np.max(np.abs((x + x * z * polynomial.polyval(z, coefficients)) / np.tanh(x) - 1)):.1e}")
