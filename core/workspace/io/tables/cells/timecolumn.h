// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/tables/cells/epochs.h"
#include "workspace/io/tables/cells/numberstyle.h"
#include "workspace/io/tables/cells/timestamp.h"

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace btw::io {

/// Where a column of time stamps stands.
struct TimePlace
{
    std::string file;
    std::string column;
    double unitSeconds = 3600; ///< of numbers, as the column's name or a manifest says
    std::function<std::string(std::size_t row)> where;
    std::function<DropRow(std::size_t row)> dropping;
};

/// The time stamps of one column: numbers, dates, times of day or lengths. What each cell says is kept as one
/// number, and what these numbers mean is settled after the last row: dates, times of day and numbers that
/// count from 1970 become time since the first stamp of their id.
class TimeColumn
{
public:
    using Where = std::function<std::string()>;

    /// Reads a cell; Text where it is no time. `raw` ascends with time unless isSwapped().
    NumberKind read(std::string_view cell, NumberStyle& numbers, const NumberPlace& place, const Where& where,
        double& raw);
    /// Whether dates are written with slashes: day or month first, which is not known yet.
    bool isSwapped() const { return seen(Form::Slashes); }
    /// Whether the column holds times of day without dates.
    bool isClock() const { return seen(Form::Clock) && !seen(Form::Elapsed); }

    /// Takes part in settling: each number that read() gave, or that a plain row has, and its row.
    void look(double raw, std::size_t row);
    /// Says what the stamps are. An error where they are written in several ways, or could be two dates.
    void settle(const TimePlace& place, Problems& problems);
    /// What a raw number comes to in units of so many seconds, where `first` is that of the id's first stamp.
    double units(double raw, double first, double unitSeconds) const;

private:
    enum class Form : std::uint8_t { Number, Date, Slashes, Clock, Elapsed, Length };
    static constexpr std::size_t kForms = 6;
    struct First
    {
        std::string cell;
        std::string where;
    };
    bool seen(Form form) const { return !m_firsts[static_cast<std::size_t>(form)].where.empty(); }
    const First& first(Form form) const { return m_firsts[static_cast<std::size_t>(form)]; }
    void saw(Form form, std::string_view cell, const Where& where);
    void settleNumbers(const TimePlace& place, Problems& problems);
    bool isOneForm(const TimePlace& place, bool numbers, Problems& problems) const;
    double seconds(double raw) const;

    std::array<First, kForms> m_firsts;
    bool m_dayFirst = true; ///< every date with slashes can be read so
    bool m_monthFirst = true;
    First m_zoned; ///< the first with a time zone
    First m_unzoned; ///< the first date with a time of day, but without a time zone
    std::string m_unit; ///< behind the first number that has one: "min"
    First m_otherUnit;
    StampSizes m_sizes;
    int m_compact
        = 0; ///< numbers are 20240131 (8), 202401310749 (12), 20240131074930 (14), or none of these (0)
    double m_scale = 0; ///< seconds of a raw unit, where stamps count from the first
};

} // namespace btw::io
