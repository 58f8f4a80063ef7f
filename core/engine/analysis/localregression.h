// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace btw::analysis {

/// Lowess without robustness steps (Cleveland 1979), as calibration curves are smoothed (Austin and
/// Steyerberg 2014): at each point of `at` the weighted straight line through the nearest int(span * n)
/// values, tricube weights. Where these do not differ in x, their mean. \param x, y n values each. \param
/// span 0..1
std::vector<double> localLinear(
    const std::vector<double>& x, const std::vector<double>& y, const std::vector<double>& at, double span);

} // namespace btw::analysis
