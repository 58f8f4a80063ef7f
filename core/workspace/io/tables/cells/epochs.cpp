// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/epochs.h"

#include <algorithm>
#include <cmath>

namespace btw::io {

std::optional<Epochs> epochsOf(std::span<const double> times)
{
    constexpr double kLeast = 1e8; // seconds: 1973
    double least = HUGE_VAL;
    for (const double time : times)
        if (std::isfinite(time))
            least = std::min(least, time);
    if (times.empty() || !(least >= kLeast) || !std::isfinite(least))
        return std::nullopt;
    // Each unit is a thousand of the next: the bounds lie between the years 1973 and 5138 of both.
    constexpr double kStep = 1e3;
    constexpr double kSecondsPerHour = 3600;
    double bound = kLeast * kStep;
    double perHour = kSecondsPerHour;
    for (const char* unit : { "seconds", "milliseconds", "microseconds" }) {
        if (least < bound)
            return Epochs { unit, perHour };
        bound *= kStep;
        perHour *= kStep;
    }
    return Epochs { "nanoseconds", perHour };
}

} // namespace btw::io
