// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace btw::io {

/// How a point in time is written.
enum class StampForm : std::uint8_t {
    Date, ///< year first ("2021-01-31"), month by its name ("31-Jan-2021"), or day first with dots
    Slashes, ///< "03/02/2021": day or month first
    Month, ///< "02/2021"
    Clock, ///< "07:49": a time of day
    Elapsed ///< "26:15:00", "1 days 02:00:00": how long it has been
};

/// A point in time, to the second and its parts.
struct Stamp
{
    StampForm form = StampForm::Date;
    std::int64_t year = 0;
    std::int64_t month = 1; ///< of Slashes, the first number
    std::int64_t day = 1; ///< of Slashes, the second number
    double seconds = 0; ///< since midnight; of Elapsed, all of it
    bool zoned = false; ///< it says how far from UTC it is

    /// Seconds since 1970; of Clock and Elapsed, since midnight or the start.
    double since1970() const;
};

/// A date, a time of day or both in the usual spellings; nothing for plain numbers.
std::optional<Stamp> readStamp(std::string_view text);

/// Whether there is such a day.
bool isDay(std::int64_t year, std::int64_t month, std::int64_t day);

/// Days from 1970-01-01.
std::int64_t daysSince1970(std::int64_t year, std::int64_t month, std::int64_t day);

} // namespace btw::io
