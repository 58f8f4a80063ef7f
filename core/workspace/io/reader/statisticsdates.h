// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <string>

namespace btw::io::reader {

/// What the numbers of a date variable of SPSS, Stata or SAS count.
enum class DateKind : std::uint8_t {
    None,
    SpssDay, ///< seconds since 1582-10-14
    SpssMoment,
    Days, ///< since 1960-01-01, as the others
    Seconds,
    Milliseconds,
    Weeks, ///< 52 a year
    Months,
    Quarters,
    HalfYears,
    Time, ///< seconds of a day, or of a stay
};

/// By the display format of a variable. `kind`: spss, por, stata, sas or xpt.
DateKind dateKindOf(const QString& kind, const QString& format);

/// ISO text; the number itself where it is no date.
std::string dateText(double value, DateKind kind);

} // namespace btw::io::reader
