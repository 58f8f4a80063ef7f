// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/erroranalysis.h"

#include <vector>

namespace btw::analysis {

/// Gaussian kernel density of `values` as seaborn's kdeplot draws it: Scott bandwidth n^(-1/5) * sample
/// standard deviation, 200 points from 3 bandwidths below the least to 3 above the greatest value, times
/// `share`. Up to 2,000 values are summed directly; more are binned linearly first, within 1e-4 of the peak.
/// Fewer than two values, or values without spread, have no bandwidth: the curve is empty (`n` is still set).
/// \throws Error when a value is not finite.
DensityCurve kernelDensity(const std::vector<double>& values, double share = 1.0);

} // namespace btw::analysis
