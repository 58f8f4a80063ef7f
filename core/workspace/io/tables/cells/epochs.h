// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>

namespace btw::io {

/// What time stamps count that began in 1970.
struct Epochs
{
    std::string unit; ///< "seconds"
    double perHour = 0;
};

/// Nothing where a time stamp lies below 1e8, as hours do: 1e8 hours are 11,000 years.
std::optional<Epochs> epochsOf(std::span<const double> times);

} // namespace btw::io
