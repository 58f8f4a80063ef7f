// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace btw::analysis {

/// numpy.quantile's default: linear between order statistics (Hyndman & Fan 1996, type 7). NaN of no values.
/// \param sorted ascending. \param probability 0..1
inline double quantile(const std::vector<double>& sorted, double probability)
{
    if (sorted.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const double position = probability * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(position));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (position - std::floor(position)) * (sorted[above] - sorted[below]);
}

} // namespace btw::analysis
