// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/seriesguess.h"

#include "workspace/io/tables/cells/epochs.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/cells/timestamp.h"
#include "workspace/io/tables/cells/timeunits.h"
#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/guess/longcolumns.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace btw::io {

namespace {

using Kind = TimeNaming::Kind;
/// Whether all numbers of a column are whole and lie within these bounds.
bool areWholeWithin(const TableGroup& table, std::size_t column, double least, double most)
{
    return table.looks[column].numeric && table.looks[column].whole && table.looks[column].values > 0
        && std::all_of(
            table.head->rows.begin(), table.head->rows.end(), [&](const std::vector<std::string>& row) {
                double value = 0;
                return parseNumber(row[column], value) != NumberKind::Number
                    || (value >= least && value <= most);
            });
}

/// Whether the stamps tell by themselves what they count: since 1970, days, or with a unit behind each.
bool tellTheirUnit(const TableGroup& table, std::size_t column)
{
    StampSizes sizes;
    std::size_t units = 0;
    for (std::size_t r = 0; r < table.head->rows.size(); ++r) {
        double value = 0;
        const std::string& cell = table.head->rows[r][column];
        const MarkedNumber marked = readMarked(cell);
        if (parseNumber(cell, value) == NumberKind::Number)
            sizes.look(value, r);
        else if (marked.form == CellForm::Number && marked.unit.empty())
            sizes.look(marked.value, r);
        units += marked.unit.empty() ? 0 : 1;
    }
    return units == table.looks[column].values
        || sizes.counting(kSecondsAnHour, table.head->header[column]) != Counting::FromStart;
}

/// Whether at least half of a column's cells are of this kind: times of day alone, or dates alone.
bool areDates(const TableGroup& table, std::size_t column, bool clocks)
{
    std::size_t count = 0;
    for (const std::vector<std::string>& row : table.head->rows)
        if (const std::optional<Stamp> stamp = readStamp(trimmed(row[column])))
            count += clocks ? stamp->form == StampForm::Clock
                            : (stamp->form == StampForm::Date || stamp->form == StampForm::Slashes)
                    && stamp->seconds == 0;
    return count > 0 && count * 2 >= table.looks[column].values;
}

/// A second column without which the first does not tell the time: the day beside the hour. Time stamps of
/// which a part is left out would be other ones, and nobody would notice.
std::string otherPartOfTime(const TableGroup& table, const std::string& id, const std::string& time)
{
    constexpr double kHours = 24;
    constexpr double kMinutes = 59;
    constexpr double kMostDays = 36525;
    const std::size_t t = table.find(time);
    const bool isClock = areDates(table, t, true) || areWholeWithin(table, t, 0, kHours);
    const bool isHour = isOneOf(time, { "hour", "hours", "hr", "stunde" });
    const bool isDate = areDates(table, t, false);
    for (std::size_t c = 0; c < table.looks.size(); ++c) {
        const std::string& column = table.head->header[c];
        if (c == t || column.empty() || column == id || table.looks[c].values == 0)
            continue;
        const std::vector<std::string> words = wordsOf(column);
        const bool day = std::any_of(words.begin(), words.end(), [](const std::string& word) {
            return isOneOf(word, { "day", "days", "tag", "date", "datum" });
        });
        const bool weekday = std::any_of(words.begin(), words.end(), [](const std::string& word) {
            return isOneOf(word, { "week", "since", "birth", "weekday" });
        });
        const bool days = (table.looks[c].dates && areDates(table, c, false))
            || (day && !weekday && areWholeWithin(table, c, 0, kMostDays));
        const bool minutes = isHour && isOneOf(column, { "minute", "minutes", "min" })
            && areWholeWithin(table, c, 0, kMinutes);
        const bool dayAndClock = isClock && (isHour || table.looks[t].dates || table.looks[c].dates) && days;
        const bool dateAndClock = isDate && table.looks[c].dates && areDates(table, c, true);
        if ((dayAndClock || dateAndClock || minutes) && within(table, id, c).variesOnce)
            return column;
    }
    return {};
}

/// Steps are read in the order of the file; a column that tells another order is seldom meant so.
void checkOrder(const TableGroup& table, const std::string& id, std::vector<RoleGuess::Reason>& reasons)
{
    const std::size_t ids = table.find(id);
    for (std::size_t c = 0; c < table.looks.size(); ++c) {
        const std::string& column = table.head->header[c];
        if (c == ids || namesTimes(column).kind == Kind::No || !table.looks[c].numeric
            || !within(table, id, c).isDistinct)
            continue;
        std::map<std::string_view, double> last;
        for (std::size_t r = 0; r < table.head->rows.size(); ++r) {
            const std::vector<std::string>& row = table.head->rows[r];
            double value = 0;
            if (parseNumber(row[c], value) != NumberKind::Number)
                continue;
            const auto [found, isNew] = last.try_emplace(bareId(row[ids]), value);
            if (!isNew && value < found->second) {
                const std::string line = r < table.head->lines.size()
                    ? ", row " + std::to_string(table.head->lines[r])
                    : std::string();
                reasons.push_back({ table.file() + line + ", " + inQuotes(column), "a feature",
                    "it falls within id " + inQuotes(bareId(row[ids]))
                        + ", and the rows of each id are steps in the order of the file",
                    data::Severity::Warning, "steps-not-sorted",
                    "sort the rows of each id by this column if it tells their order" });
                return;
            }
            found->second = value;
        }
    }
}

/// What a column of numbers counts; hours where its name does not tell.
double unitOf(const std::string& column)
{
    const TimeNaming naming = namesTimes(column);
    if (naming.unitSeconds > 0)
        return naming.unitSeconds;
    // eICU's `labresultoffset` and its kin are minutes.
    constexpr double kMinute = 60;
    return naming.kind == Kind::Time && contains(column, "offset") && !isCalled(column, "offset")
        ? kMinute
        : kSecondsAnHour;
}

const Names kTimeNames
    = { "time", "t", "timestamp", "time_stamp", "charttime", "datetime", "date_time", "offset", "hour",
          "hours", "minute", "minutes", "day", "days", "second", "seconds", "date", "datum", "zeit" };

/// A column whose name has the words of a time: `offset_minutes`. Those that only order the rows, or count
/// weeks and more, are times where nothing else can be: `any`.
std::string namedTime(const TableGroup& table, const std::string& id, bool any)
{
    for (std::size_t c = 0; c < table.looks.size(); ++c) {
        const std::string& column = table.head->header[c];
        const TimeNaming naming = namesTimes(column);
        if (column == id || naming.kind == Kind::No || table.looks[c].values == 0
            || (!table.looks[c].numeric && !tellTheirUnit(table, c)) || table.looks[c].dates
            || table.head->kept.contains(column))
            continue;
        const bool epochs = tellTheirUnit(table, c);
        const bool coarse = naming.kind == Kind::Order || naming.unitSeconds >= kSecondsAWeek;
        if (any || ((!coarse || epochs) && within(table, id, c).isDistinct))
            return column;
    }
    return {};
}

} // namespace

std::string timeColumn(const TableGroup& table, const std::string& id)
{
    std::string called = table.first(kTimeNames, [](const ColumnLook& look) { return look.values > 0; });
    if (!called.empty())
        return called;
    for (std::size_t c = 0; c < table.looks.size(); ++c) {
        const std::string name = lowered(table.head->header[c]);
        const bool likely = name.ends_with("time") || name.ends_with("date") || name.starts_with("datetime");
        if (likely && (table.looks[c].numeric || table.looks[c].dates) && table.looks[c].values > 0)
            return table.head->header[c];
    }
    if (std::string named = namedTime(table, id, false); !named.empty())
        return named;
    for (std::size_t c = 0; c < table.looks.size(); ++c)
        if (table.looks[c].dates)
            return table.head->header[c];
    return {};
}

bool isLongTable(const TableGroup& table, const std::string& id)
{
    // Two names that mean other things, too, are features of a table with one row an id.
    const LongColumns columns = findLongColumns(table, id, timeColumn(table, id));
    const std::size_t words = table.find(columns.variable);
    return columns.areFound() && columns.reasons.empty() && (columns.namesVariable || columns.namesValue)
        && table.looks[words].distinct.size() * 2 <= table.looks[words].values
        && ((columns.namesVariable && columns.namesValue) || !timeColumn(table, id).empty());
}

std::vector<RoleGuess::Reason> guessSteps(const TableGroup& table, ModalityEntry& entry, std::string& why)
{
    entry.kind = data::ModalityKind::Sequence;
    entry.time = timeColumn(table, entry.id);
    LongColumns columns = findLongColumns(table, entry.id, entry.time);
    if (entry.time.empty() && columns.areFound())
        entry.time = namedTime(table, entry.id, true);
    if (entry.time == columns.variable || entry.time == columns.value)
        entry.time.clear();
    std::vector<RoleGuess::Reason> reasons = std::move(columns.reasons);
    if (entry.time.empty()) {
        if (columns.areFound())
            reasons.push_back({ table.file(), "long table without a time",
                "rows of " + inQuotes(columns.variable) + " and " + inQuotes(columns.value)
                    + " are measurements, and no column is called time or holds dates",
                data::Severity::Error, "time-not-found",
                "call the column of time stamps time, or describe the table in a manifest.json" });
        else
            checkOrder(table, entry.id, reasons);
        return reasons;
    }
    const std::string other = otherPartOfTime(table, entry.id, entry.time);
    if (!other.empty()) {
        reasons.push_back({ table.file(), "",
            "the time is in two columns, " + inQuotes(other) + " and " + inQuotes(entry.time)
                + ", and both are needed",
            data::Severity::Error, "time-in-two-columns",
            "write both into one column, as 2021-01-31 07:49 or as hours since the start", {} });
        return reasons;
    }
    const std::size_t t = table.find(entry.time);
    const TimeNaming naming = namesTimes(entry.time);
    const bool byNumber = !table.looks[t].dates && !tellTheirUnit(table, t);
    entry.kind = data::ModalityKind::Series;
    why += ", with times in " + inQuotes(entry.time);
    entry.unitSeconds = unitOf(entry.time);
    if (byNumber)
        why += ", taken for " + std::string(unitName(entry.unitSeconds));
    if (byNumber && naming.kind == Kind::Order)
        reasons.push_back({ table.file() + ", " + inQuotes(entry.time), "time",
            "it says which rows come first, but not how long after: each number is taken for an hour",
            data::Severity::Warning, "time-is-an-order",
            "choose intervals of one hour to have a step for each number" });
    else if (byNumber && naming.kind == Kind::Time && naming.unitSeconds == 0
        && !isOneOf(entry.time, kTimeNames) && !lowered(entry.time).ends_with("time"))
        reasons.push_back({ table.file() + ", " + inQuotes(entry.time), "time",
            "its name does not say what it counts, which is taken for "
                + std::string(unitName(entry.unitSeconds)),
            data::Severity::Warning, "time-unit-guessed",
            "write the unit into the column's name, as in " + entry.time + "_minutes" });
    if (!columns.areFound())
        return reasons;
    LongLayout layout;
    layout.variable = columns.variable;
    layout.value = columns.value;
    layout.unitSeconds = entry.unitSeconds;
    entry.unitSeconds = kSecondsAnHour;
    entry.layout = layout;
    return reasons;
}

} // namespace btw::io
