// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/proportion.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::analysis {

std::pair<double, double> wilsonInterval(std::size_t count, std::size_t n)
{
    if (n == 0)
        return { std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN() };
    const auto rows = static_cast<double>(n);
    const double share = static_cast<double>(count) / rows;
    const double z2 = kNormal975 * kNormal975;
    const double centre = (share + z2 / (2 * rows)) / (1 + z2 / rows);
    const double half
        = kNormal975 / (1 + z2 / rows) * std::sqrt(share * (1 - share) / rows + z2 / (4 * rows * rows));
    // Rounding must not leave the limits of a share that was never, or always, seen.
    return { count == 0 ? 0.0 : std::max(0.0, centre - half),
        count == n ? 1.0 : std::min(1.0, centre + half) };
}

} // namespace btw::analysis
