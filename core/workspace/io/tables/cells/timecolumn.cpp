// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/timecolumn.h"

#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cmath>

namespace btw::io {

namespace {

constexpr double kDay = 86400;
constexpr double kEpoch = 1e8; ///< seconds: 1973
constexpr double kClock4 = 1e4; ///< 0749 behind a date
constexpr double kClock6 = 1e6; ///< 074930

/// A date with slashes as one number: neither order of day and month is lost.
double packed(const Stamp& stamp)
{
    return static_cast<double>(stamp.year * 10000 + stamp.month * 100 + stamp.day) * kDay + stamp.seconds;
}

double unpacked(double raw, bool dayFirst)
{
    const double date = std::floor(raw / kDay);
    const auto whole = static_cast<std::int64_t>(date);
    const std::int64_t first = whole / 100 % 100;
    const std::int64_t second = whole % 100;
    return static_cast<double>(
               daysSince1970(whole / 10000, dayFirst ? second : first, dayFirst ? first : second))
        * kDay
        + (raw - date * kDay);
}

/// How many digits a number has that is a date, or a date with a time, without marks; 0 for others.
int compactDigits(double raw)
{
    if (isCompactDate(raw))
        return 8;
    const auto clock = [](double time, double seconds) {
        const auto whole = static_cast<std::int64_t>(time);
        return seconds > 0 ? whole / 10000 < 24 && whole / 100 % 100 < 60 && whole % 100 < 60
                           : whole / 100 < 24 && whole % 100 < 60;
    };
    if (raw != std::floor(raw))
        return 0;
    if (isCompactDate(std::floor(raw / kClock4)) && clock(std::fmod(raw, kClock4), 0))
        return 12;
    if (isCompactDate(std::floor(raw / kClock6)) && clock(std::fmod(raw, kClock6), 1))
        return 14;
    return 0;
}

double compactSeconds(double raw, int digits)
{
    const double divisor = digits == 8 ? 1 : digits == 12 ? kClock4 : kClock6;
    const auto date = static_cast<std::int64_t>(std::floor(raw / divisor));
    const auto time = static_cast<std::int64_t>(std::fmod(raw, divisor));
    const std::int64_t clock = digits == 12 ? (time / 100 * 60 + time % 100) * 60
        : digits == 14                      ? (time / 10000 * 60 + time / 100 % 100) * 60 + time % 100
                                            : 0;
    return static_cast<double>(daysSince1970(date / 10000, date / 100 % 100, date % 100)) * kDay
        + static_cast<double>(clock);
}

} // namespace

void TimeColumn::saw(Form form, std::string_view cell, const Where& where)
{
    if (!seen(form))
        m_firsts[static_cast<std::size_t>(form)] = { std::string(trimmed(cell)), where() };
}

NumberKind TimeColumn::read(
    std::string_view cell, NumberStyle& numbers, const NumberPlace& place, const Where& where, double& raw)
{
    if (std::uint8_t points = 0;
        parseNumber(cell, raw, points) == NumberKind::Number && points != kMaybePoint) {
        if (points != 0)
            numbers.sawPoints(points);
        saw(Form::Number, cell, where);
        return NumberKind::Number;
    }
    std::string_view text = trimmed(cell);
    if (text.size() > 1 && text.front() == '\'')
        text.remove_prefix(1);
    if (const std::optional<Stamp> stamp = readStamp(text)) {
        switch (stamp->form) {
        case StampForm::Clock:
            saw(Form::Clock, cell, where);
            break;
        case StampForm::Elapsed:
            saw(Form::Elapsed, cell, where);
            break;
        case StampForm::Slashes:
            saw(Form::Slashes, cell, where);
            m_monthFirst = m_monthFirst && isDay(stamp->year, stamp->month, stamp->day);
            m_dayFirst = m_dayFirst && isDay(stamp->year, stamp->day, stamp->month);
            raw = packed(*stamp);
            return NumberKind::Number;
        case StampForm::Date:
        case StampForm::Month:
            saw(Form::Date, cell, where);
            break;
        }
        raw = stamp->since1970();
        return NumberKind::Number;
    }
    const NumberKind kind = numbers.parse(cell, raw, place, where);
    if (kind == NumberKind::Number)
        saw(Form::Number, cell, where);
    return kind;
}

void TimeColumn::look(double raw)
{
    const int compact = compactDigits(raw);
    m_least = m_count == 0 ? raw : std::min(m_least, raw);
    m_most = m_count == 0 ? raw : std::max(m_most, raw);
    m_compact = m_count == 0 ? compact : (m_compact == compact ? compact : 0);
    ++m_count;
}

void TimeColumn::settleNumbers(const std::string& place, Problems& problems)
{
    constexpr std::size_t kEnough = 3; // numbers that are dates by chance are few
    if (m_compact != 0 && m_count >= kEnough) {
        m_scale = 1;
        problems.note("time-dates", place, "the time stamps are dates without marks (year, month, day)",
            "they are read as the time since the first one of each id; nothing needs to be done");
        return;
    }
    m_compact = 0;
    if (m_least < kEpoch)
        return;
    struct Unit
    {
        double below;
        double scale;
        const char* name;
    };
    static constexpr std::array<Unit, 4> kUnits = { { { 1e11, 1, "seconds" }, { 1e14, 1e-3, "milliseconds" },
        { 1e17, 1e-6, "microseconds" }, { 1e300, 1e-9, "nanoseconds" } } };
    const auto* const unit = std::find_if(
        kUnits.begin(), kUnits.end() - 1, [this](const Unit& one) { return m_most < one.below; });
    m_scale = unit->scale;
    problems.note("time-epoch", place,
        { "the time stamps are {} since 1970, whatever unit is given", std::string(unit->name) },
        "they are read as the time since the first one of each id; nothing needs to be done");
}

void TimeColumn::settle(const std::string& file, const std::string& column, Problems& problems)
{
    const std::string where = file + ", column " + column;
    const bool numbers = seen(Form::Number)
        || (m_count > 0 && std::all_of(m_firsts.begin(), m_firsts.end(), [](const First& one) {
               return one.where.empty();
           }));
    const bool elapsed = seen(Form::Elapsed);
    const std::array<bool, 4> kinds
        = { numbers, seen(Form::Date), seen(Form::Slashes), seen(Form::Clock) || elapsed };
    if (std::count(kinds.begin(), kinds.end(), true) > 1) {
        std::string cells;
        std::string last;
        for (const First& one : m_firsts)
            if (!one.where.empty()) {
                cells += (cells.empty() ? "" : " and ") + inQuotes(one.cell);
                last = one.where;
            }
        problems.error("time-forms", last, { "the time stamps are written in several ways: {}", cells },
            "write all of them in one way");
        return;
    }
    if (seen(Form::Slashes)) {
        const First& one = first(Form::Slashes);
        if (m_dayFirst == m_monthFirst) {
            problems.error("time-day-or-month", one.where,
                m_dayFirst
                    ? data::Sentence { "the date {} is ambiguous: the day or the month may come first, "
                                       "and no other date of the column tells",
                        inQuotes(one.cell) }
                    : data::Sentence { "some dates have the day first and others the month, as {}",
                        inQuotes(one.cell) },
                "write dates as 2021-01-31");
            return;
        }
    }
    if (numbers) {
        settleNumbers(where, problems);
    } else if (!elapsed) {
        m_scale = 1;
        const Form form = seen(Form::Slashes) ? Form::Slashes : isClock() ? Form::Clock : Form::Date;
        problems.note("time-dates", where,
            { "the time stamps are {}, as {}{}", isClock() ? "times of day" : "dates",
                inQuotes(first(form).cell),
                form != Form::Slashes ? ""
                    : m_dayFirst      ? ", with the day first"
                                      : ", with the month first" },
            "they are read as the time since the first one of each id; nothing needs to be done");
    } else {
        problems.note("time-lengths", where,
            { "the time stamps are lengths in hours and minutes, as {}",
                inQuotes(first(Form::Elapsed).cell) },
            "they are read so; nothing needs to be done");
    }
}

double TimeColumn::seconds(double raw) const
{
    if (seen(Form::Slashes))
        return unpacked(raw, m_dayFirst);
    return m_compact != 0 ? compactSeconds(raw, m_compact) : raw;
}

double TimeColumn::units(double raw, double first, double unitSeconds) const
{
    if (m_scale > 0)
        return (seconds(raw) - seconds(first)) * m_scale / unitSeconds;
    return seen(Form::Elapsed) ? raw / unitSeconds : raw;
}

} // namespace btw::io
