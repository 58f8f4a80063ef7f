// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/seriesguess.h"

#include "workspace/io/tables/cells/epochs.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/cells/timestamp.h"
#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/guess/runningnumbers.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace btw::io {

namespace {

using Kind = TimeNaming::Kind;
constexpr double kWeekSeconds = 604800;

std::string unitName(double seconds)
{
    static const std::map<double, const char*> kNames
        = { { 0.001, "milliseconds" }, { 1, "seconds" }, { 60, "minutes" }, { kSecondsAnHour, "hours" },
              { 86400, "days" }, { kWeekSeconds, "weeks" }, { 2629800, "months" }, { 31557600, "years" } };
    const auto found = kNames.find(seconds);
    return found == kNames.end() ? "hours" : found->second;
}

std::string_view cellOf(const std::vector<std::string>& row, std::size_t column)
{
    return trimmed(row[column]);
}

/// How the cells of one column lie among the rows of each id.
struct Within
{
    bool varies = false; ///< in at least half of the ids that have several rows
    bool variesOnce = false; ///< in one id at least
    bool isDistinct = true; ///< no id has a value twice
};

Within within(const TableGroup& table, const std::string& id, std::size_t column)
{
    Within out;
    const std::size_t ids = table.find(id);
    if (id.empty() || ids >= table.looks.size())
        return out;
    std::map<std::string_view, std::pair<std::size_t, std::set<std::string_view>>> seen;
    for (const std::vector<std::string>& row : table.head->rows) {
        auto& [count, values] = seen[bareId(row[ids])];
        ++count;
        values.insert(cellOf(row, column));
    }
    std::size_t several = 0;
    std::size_t varying = 0;
    for (const auto& [owner, rows] : seen) {
        several += rows.first > 1 ? 1 : 0;
        varying += rows.second.size() > 1 ? 1 : 0;
        out.isDistinct = out.isDistinct && rows.second.size() == rows.first;
    }
    out.varies = several > 0 && varying * 2 >= several;
    out.variesOnce = varying > 0;
    return out;
}

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
        if (const std::optional<Stamp> stamp = readStamp(cellOf(row, column)))
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

// ---- Long tables

/// What the measured variable is called, and the number. The names of the first lists say it surely; those of
/// the others only where the values agree.
const Names kVariables = { "variable", "feature", "item", "itemid", "parameter", "measurement",
    "variable_name", "code", "analyte", "test_name", "testname", "param", "paramcd", "parameter_name",
    "param_name", "lab_name", "labname", "lab_test", "labtest", "lbtestcd", "lbtest", "vstestcd", "vstest",
    "egtestcd", "testcd", "metric", "signal", "vital", "vital_sign", "vitalsign", "sensor", "analyte_name",
    "concept", "concept_id", "concept_name", "measurement_concept_id", "observation_concept_id",
    "measurement_name", "measurement_type", "item_name", "item_id", "loinc", "loinc_code", "biomarker",
    "marker", "variable_id", "feature_name", "messwert_name", "laborparameter" };
const Names kPerhapsVariables
    = { "label", "name", "test", "type", "lab", "attribute", "component", "indicator", "quantity", "key",
          "kind", "channel", "observation", "measure", "category", "property", "field", "what" };
const Names kValues = { "valuenum", "value_as_number", "valuenumeric", "value_num", "numeric_value",
    "valuequantity", "aval", "value", "val", "lbstresn", "vsstresn", "egstresn", "labresult", "lab_result",
    "lab_value", "labvalue", "test_result", "test_value", "result_value", "measurement_value",
    "numeric_result", "result_num", "value_numeric", "variable_value", "item_value", "wert", "messwert",
    "valeur", "valor" };
const Names kPerhapsValues = { "measure", "result", "reading", "measurement", "amount", "score", "data" };

class LongColumns
{
public:
    LongColumns(const TableGroup& table, std::string id, std::string time)
        : m_table(table)
        , m_id(std::move(id))
        , m_time(std::move(time))
    {
        const std::size_t ids = table.find(m_id);
        m_once = ids < table.looks.size() && lookAtIds(*table.head, ids, table.looks[ids]).isUnique();
        find();
    }

    bool areFound() const { return !variable.empty() && !value.empty(); }

    std::string variable;
    std::string value;
    std::vector<RoleGuess::Reason> reasons;

private:
    const std::string& name(std::size_t c) const { return m_table.head->header[c]; }

    std::string first(const Names& names, const auto& fits) const
    {
        for (const std::string_view word : names)
            for (std::size_t c = 0; c < m_table.looks.size(); ++c)
                if (isCalled(name(c), word) && isFree(c) && fits(c))
                    return name(c);
        return {};
    }

    /// It has no role, and nobody wants it as a feature.
    bool isFree(std::size_t c) const
    {
        return !name(c).empty() && name(c) != m_id && name(c) != m_time && name(c) != variable
            && name(c) != value && m_table.looks[c].values > 0 && !m_table.head->kept.contains(name(c));
    }

    /// Few words or codes, which are others in the rows of one id.
    bool isOfFewWords(std::size_t c) const
    {
        const ColumnLook& look = m_table.looks[c];
        return !look.dates && (!look.numeric || look.whole) && look.distinct.size() >= 2
            && look.distinct.size() * 2 <= look.values && (m_once || within(m_table, m_id, c).varies);
    }

    bool isNumber(std::size_t c) const { return m_table.looks[c].numeric; }

    /// Columns that may say what was measured, or the numbers, by their values alone.
    std::vector<std::string> candidates(bool numbers) const
    {
        std::vector<std::string> out;
        for (std::size_t c = 0; c < m_table.looks.size(); ++c) {
            if (!isFree(c) || namesUnits(name(c)) || namesStatus(name(c)) || namesIds(name(c)) != Naming::No
                || namesTimes(name(c)).kind != Kind::No || isRunning(*m_table.head, c, m_table.looks[c]))
                continue;
            if (numbers ? isNumber(c) : !m_table.looks[c].numeric && isOfFewWords(c))
                out.push_back(name(c));
        }
        return out;
    }

    /// Whether columns of numbers are left that may be features of each row.
    bool hasOtherNumbers() const
    {
        const std::vector<std::string> others = candidates(true);
        return std::any_of(others.begin(), others.end(), [](const std::string& column) {
            return !isOneOf(column, kValues) && !isOneOf(column, kPerhapsValues);
        });
    }

    /// Whether the rows of one id and time are several, each with another word of this column.
    bool partsRows(const std::string& column) const
    {
        if (m_time.empty())
            return false;
        std::map<std::pair<std::string_view, std::string_view>,
            std::pair<std::size_t, std::set<std::string_view>>>
            steps;
        for (const std::vector<std::string>& row : m_table.head->rows) {
            auto& [count, words]
                = steps[{ cellOf(row, m_table.find(m_id)), cellOf(row, m_table.find(m_time)) }];
            ++count;
            words.insert(cellOf(row, m_table.find(column)));
        }
        std::size_t inSeveral = 0;
        std::size_t apart = 0;
        for (const auto& [step, rows] : steps)
            if (rows.first > 1) {
                inSeveral += rows.first;
                apart += rows.second.size();
            }
        // An odd measurement is given twice.
        constexpr std::size_t kNearlyAll = 10;
        return inSeveral * 2 >= m_table.head->rows.size() && (inSeveral - apart) * kNearlyAll <= inSeveral;
    }

    void find()
    {
        const auto any = [](std::size_t) { return true; };
        const auto numbers = [this](std::size_t c) { return isNumber(c); };
        const auto words = [this](std::size_t c) { return isOfFewWords(c); };
        value = first(kValues, numbers);
        variable = first(kVariables, any);
        if (value.empty())
            value = first(kPerhapsValues, numbers);
        if (value.empty())
            value = first({ "value", "valuenum", "val", "result" }, any);
        if (variable.empty() && !value.empty())
            variable = first(kPerhapsVariables, words);
        // Names that mean other things, too: a table of steps may have a type and a score among its features.
        const bool surely = isOneOf(variable, kVariables) && isOneOf(value, kValues);
        if (areFound() && (surely || !hasOtherNumbers() || partsRows(variable)))
            return;
        if (areFound()) {
            variable.clear();
            value.clear();
            return;
        }
        if (m_time.empty())
            return;
        // Half of the names, or none: the values have to tell.
        std::vector<std::string> ofWords
            = variable.empty() ? candidates(false) : std::vector<std::string> { variable };
        std::vector<std::string> ofNumbers
            = value.empty() ? candidates(true) : std::vector<std::string> { value };
        const bool parted = std::any_of(
            ofWords.begin(), ofWords.end(), [this](const std::string& column) { return partsRows(column); });
        const bool surelyValue = !value.empty() && isOneOf(value, kValues) && !hasOtherNumbers();
        const bool clear = ofWords.size() == 1 && ofNumbers.size() == 1;
        if (clear && (parted || surelyValue || !variable.empty())) {
            variable = ofWords.front();
            value = ofNumbers.front();
            reasons.push_back({ m_table.file(), "a long table",
                "its rows are taken for measurements: " + inQuotes(variable) + " says what was measured, "
                    + inQuotes(value) + " is the number",
                data::Severity::Warning, "long-table-guessed",
                "call these columns variable and value; if each row is a step with all its features, keep "
                "the column of words as a feature",
                { KeepColumn { m_table.file(), variable } } });
            return;
        }
        if (parted && !ofNumbers.empty())
            ask(ofWords, ofNumbers);
        else if (clear && areApart(ofWords.front(), ofNumbers.front()))
            reasons.push_back({ m_table.file(), "steps",
                "its rows may be measurements of several variables: the numbers of "
                    + inQuotes(ofNumbers.front()) + " differ greatly between the values of "
                    + inQuotes(ofWords.front()) + ", but are read as one feature",
                data::Severity::Warning, "long-table-perhaps",
                "if so, call the columns variable and value" });
        variable.clear();
        value.clear();
    }

    void ask(const std::vector<std::string>& words, const std::vector<std::string>& numbers)
    {
        constexpr std::size_t kShown = 5;
        const auto list = [](const std::vector<std::string>& columns) {
            std::vector<std::string> quoted;
            for (const std::string& column : columns)
                quoted.push_back(inQuotes(column));
            return commaList(quoted, kShown);
        };
        std::vector<Remedy> remedies;
        for (const auto* columns : { &words, &numbers })
            for (const std::string& column : *columns)
                if (columns->size() > 1 && remedies.size() < 2 * kShown)
                    remedies.push_back(DropColumn { m_table.file(), column, 0 });
        for (const std::string& column : words)
            remedies.push_back(KeepColumn { m_table.file(), column });
        reasons.push_back({ m_table.file(), "",
            "several rows have the same id and the same time, as those of a long table have, but it is not "
            "known which column says what was measured ("
                + list(words) + ") and which is the number (" + list(numbers) + ")",
            data::Severity::Error, "long-table-unclear",
            "call these two columns variable and value, leave the others out, or keep the column of words "
            "as a feature of each row",
            std::move(remedies) });
    }

    /// Whether the numbers of two words have nothing in common, as heart rates and lactates have.
    bool areApart(const std::string& words, const std::string& numbers) const
    {
        struct Range
        {
            double least = HUGE_VAL;
            double most = -HUGE_VAL;
            std::size_t count = 0;
        };
        std::map<std::string_view, Range> ranges;
        for (const std::vector<std::string>& row : m_table.head->rows) {
            double number = 0;
            if (parseNumber(row[m_table.find(numbers)], number) != NumberKind::Number)
                continue;
            Range& range = ranges[cellOf(row, m_table.find(words))];
            range.least = std::min(range.least, number);
            range.most = std::max(range.most, number);
            ++range.count;
        }
        constexpr std::size_t kEnough = 5;
        return std::any_of(ranges.begin(), ranges.end(), [&](const auto& one) {
            return one.second.count >= kEnough
                && std::any_of(ranges.begin(), ranges.end(), [&](const auto& other) {
                       return other.second.count >= kEnough && other.second.least > 2 * one.second.most
                           && one.second.most > 0;
                   });
        });
    }

    const TableGroup& m_table;
    std::string m_id;
    std::string m_time;
    bool m_once = false; ///< each id has one row
};

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
        const bool coarse = naming.kind == Kind::Order || naming.unitSeconds >= kWeekSeconds;
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
    const LongColumns columns(table, id, timeColumn(table, id));
    const bool variable = isOneOf(columns.variable, kVariables);
    const bool value = isOneOf(columns.value, kValues);
    const std::size_t words = table.find(columns.variable);
    return columns.areFound() && columns.reasons.empty() && (variable || value)
        && table.looks[words].distinct.size() * 2 <= table.looks[words].values
        && ((variable && value) || !timeColumn(table, id).empty());
}

std::vector<RoleGuess::Reason> guessSteps(const TableGroup& table, ModalityEntry& entry, std::string& why)
{
    entry.kind = data::ModalityKind::Sequence;
    entry.time = timeColumn(table, entry.id);
    LongColumns columns(table, entry.id, entry.time);
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
        why += ", taken for " + unitName(entry.unitSeconds);
    if (byNumber && naming.kind == Kind::Order)
        reasons.push_back({ table.file() + ", " + inQuotes(entry.time), "time",
            "it says which rows come first, but not how long after: each number is taken for an hour",
            data::Severity::Warning, "time-is-an-order",
            "choose intervals of one hour to have a step for each number" });
    else if (byNumber && naming.kind == Kind::Time && naming.unitSeconds == 0
        && !isOneOf(entry.time, kTimeNames) && !lowered(entry.time).ends_with("time"))
        reasons.push_back({ table.file() + ", " + inQuotes(entry.time), "time",
            "its name does not say what it counts, which is taken for " + unitName(entry.unitSeconds),
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
