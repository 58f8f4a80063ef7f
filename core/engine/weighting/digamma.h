// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace btw::weighting {

/// psi(x), the derivative of ln Gamma, for x > 0; absolute error below 1e-14 for x >= 0.1.
double digamma(double x);

} // namespace btw::weighting
