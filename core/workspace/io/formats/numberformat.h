// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <cstdint>
#include <optional>
#include <string>

namespace btw::io {

/// What a spreadsheet shows a number as.
enum class NumberLook : std::uint8_t { Number, Date, DateTime, Time, Duration };

/// Of a format code such as `yyyy-mm-dd` or `[h]:mm`.
NumberLook lookOfCode(QStringView code);
/// Of a built-in format of Excel, by its number (ECMA-376, 18.8.30).
NumberLook lookOfBuiltIn(int id);

/// A day number of Excel as ISO text; nullopt where it is none. `since1904`: the days of old Macs.
std::optional<std::string> isoDate(double serial, NumberLook look, bool since1904);

/// ISO text of milliseconds since 1970-01-01: of the day, or of the moment.
std::string isoDay(std::int64_t milliseconds);
std::string isoMoment(std::int64_t milliseconds);
/// "30:07:15", of milliseconds that are not negative.
std::string clockText(std::int64_t milliseconds);

} // namespace btw::io
