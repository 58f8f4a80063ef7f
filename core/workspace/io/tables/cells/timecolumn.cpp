// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/timecolumn.h"

#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cmath>

namespace btw::io {

namespace {

constexpr double kDay = 86400;
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

/// The seconds of a unit that stands behind a number, as in "90 min"; 0 for other words.
double lengthOf(std::string_view unit)
{
    struct Length
    {
        double seconds;
        std::array<std::string_view, 9> words;
    };
    constexpr double kWeek = 7 * kDay;
    static constexpr std::array<Length, 6> kLengths = { {
        { 1e-3, { "ms", "msec", "msecs", "millisecond", "milliseconds" } },
        { 1, { "s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden" } },
        { 60, { "min", "mins", "minute", "minutes", "minuten" } },
        { 3600, { "h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heures" } },
        { kDay, { "d", "day", "days", "tag", "tage", "jour", "jours" } },
        { kWeek, { "w", "wk", "week", "weeks", "woche", "wochen" } },
    } };
    if (unit.ends_with('.'))
        unit.remove_suffix(1);
    for (const Length& length : kLengths)
        for (const std::string_view word : length.words)
            if (!word.empty() && isCalled(unit, word))
                return length.seconds;
    return 0;
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
        if (First& one = stamp->zoned ? m_zoned : m_unzoned;
            one.where.empty() && (stamp->zoned || stamp->seconds != 0))
            one = { std::string(trimmed(cell)), where() };
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
    const MarkedNumber marked = readMarked(cell);
    const bool clear = marked.sign != DecimalSign::MaybeComma
        && (marked.sign != DecimalSign::MaybePoint || !numbers.doubtsPoints());
    if (const double length = lengthOf(marked.unit);
        length > 0 && clear && (marked.form == CellForm::Number || marked.form == CellForm::Flagged)) {
        if (m_unit.empty())
            m_unit = marked.unit;
        else if (lengthOf(m_unit) != length && m_otherUnit.where.empty())
            m_otherUnit = { std::string(trimmed(cell)), where() };
        saw(Form::Length, cell, where);
        raw = marked.value * length;
        return NumberKind::Number;
    }
    const NumberKind kind = numbers.parse(cell, raw, place, where);
    if (kind == NumberKind::Number)
        saw(Form::Number, cell, where);
    return kind;
}

void TimeColumn::look(double raw, std::size_t row)
{
    const int compact = compactDigits(raw);
    m_compact = m_sizes.count() == 0 ? compact : (m_compact == compact ? compact : 0);
    m_sizes.look(raw, row);
}

void TimeColumn::settleNumbers(const TimePlace& place, Problems& problems)
{
    constexpr std::size_t kEnough = 3; // numbers that are dates by chance are few
    const std::string column = place.file + ", column " + place.column;
    const char* const done
        = "they are read as the time since the first one of each id; nothing needs to be done";
    if (m_compact != 0 && m_sizes.count() >= kEnough) {
        m_scale = 1;
        problems.note(
            "time-dates", column, "the time stamps are dates without marks (year, month, day)", done);
        return;
    }
    m_compact = 0;
    switch (m_sizes.counting(place.unitSeconds, place.column)) {
    case Counting::FromStart:
        return;
    case Counting::TwoUnits:
        problems.error("time-units-differ", place.where(m_sizes.leastPlace()),
            { "some time stamps count {} since 1970, as {} here, and others {}, as {} ({})",
                m_sizes.leastUnit(), canonicalName(m_sizes.least()), m_sizes.unit(),
                canonicalName(m_sizes.most()), place.where(m_sizes.mostPlace()) },
            "write all of them in one unit");
        return;
    case Counting::FewFromStart:
        problems.error("time-not-since-1970", place.where(m_sizes.leastPlace()),
            { "the time stamp {} does not count from 1970, as the others do",
                canonicalName(m_sizes.least()) },
            "correct it, or leave the row out", { place.dropping(m_sizes.leastPlace()) });
        return;
    case Counting::Days:
        m_scale = kDay;
        problems.warning("time-day-numbers", column,
            { "the time stamps, from {} on, look like the day numbers of a spreadsheet or of MATLAB, and are "
              "read as days, from the first one of each id on",
                canonicalName(m_sizes.least()) },
            "if they count something else, write the unit into the column's name, as in hours");
        return;
    case Counting::Since1970:
        break;
    }
    m_scale = m_sizes.unitSeconds();
    if (const double rounded = m_sizes.roundedTo(); rounded > 0)
        problems.error("time-rounded", place.where(m_sizes.leastPlace()),
            { "the time stamps are {} since 1970, as {} here, which a spreadsheet rounded: all of them are "
              "multiples of {} seconds",
                m_sizes.unit(), canonicalName(m_sizes.least()), grouped(static_cast<std::int64_t>(rounded)) },
            "take the time stamps from where they came from, with all their digits");
    else
        problems.note("time-epoch", column,
            { "the time stamps are {} since 1970, so a unit that is stated is ignored", m_sizes.unit() },
            done);
}

/// Whether the stamps are written in one way; an error where they are not.
bool TimeColumn::isOneForm(const TimePlace& place, bool numbers, Problems& problems) const
{
    const std::array<bool, 5> kinds = { numbers, seen(Form::Date), seen(Form::Slashes),
        seen(Form::Clock) || seen(Form::Elapsed), seen(Form::Length) };
    if (std::count(kinds.begin(), kinds.end(), true) > 1) {
        std::string cells;
        std::string last = place.file + ", column " + place.column;
        for (const First& one : m_firsts)
            if (!one.where.empty()) {
                cells += (cells.empty() ? "" : " and ") + inQuotes(one.cell);
                last = one.where;
            }
        problems.error("time-forms", last, { "the time stamps are written in several ways: {}", cells },
            "write all of them in one way");
        return false;
    }
    if (!m_zoned.where.empty() && !m_unzoned.where.empty()) {
        problems.error("time-zones", m_unzoned.where,
            { "the time stamp {} has no time zone, but others have one, as {} ({}): hours may lie between "
              "them",
                inQuotes(m_unzoned.cell), inQuotes(m_zoned.cell), m_zoned.where },
            "write the time zone after all of them, or after none");
        return false;
    }
    if (!m_otherUnit.where.empty()) {
        problems.error("time-units-differ", m_otherUnit.where,
            { "the time stamp {} has another unit than {} ({})", inQuotes(m_otherUnit.cell),
                inQuotes(first(Form::Length).cell), first(Form::Length).where },
            "write all of them in one unit");
        return false;
    }
    return true;
}

void TimeColumn::settle(const TimePlace& place, Problems& problems)
{
    const std::string where = place.file + ", column " + place.column;
    const bool numbers = seen(Form::Number)
        || (m_sizes.count() > 0 && std::all_of(m_firsts.begin(), m_firsts.end(), [](const First& one) {
               return one.where.empty();
           }));
    const bool elapsed = seen(Form::Elapsed);
    if (!isOneForm(place, numbers, problems))
        return;
    if (seen(Form::Slashes)) {
        const First& one = first(Form::Slashes);
        if (m_dayFirst == m_monthFirst) {
            problems.error("time-day-or-month", one.where,
                m_dayFirst
                    ? data::Sentence { "the date {} is ambiguous: the day or the month may come first, "
                                       "and no other date in the column settles it",
                        inQuotes(one.cell) }
                    : data::Sentence { "some dates have the day first and others the month, as {}",
                        inQuotes(one.cell) },
                "write dates as 2021-01-31");
            return;
        }
    }
    if (numbers) {
        settleNumbers(place, problems);
    } else if (seen(Form::Length)) {
        problems.note("time-lengths", where,
            { "the time stamps have the unit {}, as {}", inQuotes(m_unit),
                inQuotes(first(Form::Length).cell) },
            "they are read so; nothing needs to be done");
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
    return seen(Form::Elapsed) || seen(Form::Length) ? raw / unitSeconds : raw;
}

} // namespace btw::io
