// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace btw::weighting {

/// Pearson's r of two columns of equal length; NaN where a column has no variance.
double pearsonCorrelation(std::span<const double> x, std::span<const double> y);

} // namespace btw::weighting
