// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace btw::io {

inline constexpr double kSecondsAnHour = 3600;
inline constexpr double kSecondsAWeek = 604800;

/// What time stamps may count. Months and years are those of the calendar on average.
struct TimeUnit
{
    double seconds;
    std::string_view name;
};
inline constexpr std::array<TimeUnit, 8> kTimeUnits
    = { { { 0.001, "milliseconds" }, { 1, "seconds" }, { 60, "minutes" }, { kSecondsAnHour, "hours" },
        { 86400, "days" }, { kSecondsAWeek, "weeks" }, { 2629800, "months" }, { 31557600, "years" } } };

/// "days" of 86400; hours where it is no unit.
constexpr std::string_view unitName(double seconds)
{
    for (const TimeUnit& unit : kTimeUnits)
        if (unit.seconds == seconds)
            return unit.name;
    return "hours";
}

/// 86400 of "days".
constexpr std::optional<double> secondsOf(std::string_view name)
{
    for (const TimeUnit& unit : kTimeUnits)
        if (unit.name == name)
            return unit.seconds;
    return std::nullopt;
}

} // namespace btw::io
