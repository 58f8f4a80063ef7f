// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/bins.h"

#include <algorithm>
#include <array>

namespace btw::data {

std::vector<double> suitableBins(const Modality& series)
{
    // From a minute to a year; three neighbours are offered.
    constexpr std::array<double, 19> kHours
        = { 1.0 / 60, 5.0 / 60, 0.25, 0.5, 1, 2, 4, 6, 8, 12, 24, 48, 96, 168, 336, 720, 2160, 4320, 8760 };
    constexpr double kSteps = 48;
    constexpr std::ptrdiff_t kOffered = 3;
    double longest = 0;
    for (std::size_t i = 0; i + 1 < series.offsets.size(); ++i)
        if (series.steps(i) > 0)
            longest = std::max(longest,
                static_cast<double>(series.times[static_cast<std::size_t>(series.offsets[i + 1] - 1)])
                    - static_cast<double>(series.times[static_cast<std::size_t>(series.offsets[i])]));
    if (longest <= 0) // no instance has two times
        return { 1 };
    const auto first
        = std::min(std::lower_bound(kHours.begin(), kHours.end(), longest / kSteps), kHours.end() - kOffered);
    return { first, first + kOffered };
}

} // namespace btw::data
