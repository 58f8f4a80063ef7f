// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/longcolumns.h"

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/guess/runningnumbers.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace btw::io {

namespace {

using Kind = TimeNaming::Kind;

std::string_view cellOf(const std::vector<std::string>& row, std::size_t column)
{
    return trimmed(row[column]);
}

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

class Finder
{
public:
    Finder(const TableGroup& table, std::string id, std::string time)
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
            quoted.reserve(columns.size());
            for (const std::string& column : columns)
                quoted.push_back(inQuotes(column));
            return commaList(quoted, kShown);
        };
        std::vector<Remedy> remedies;
        for (const auto* columns : { &words, &numbers })
            for (const std::string& column : *columns)
                if (columns->size() > 1 && remedies.size() < 2 * kShown)
                    remedies.emplace_back(DropColumn { m_table.file(), column, 0 });
        for (const std::string& column : words)
            remedies.emplace_back(KeepColumn { m_table.file(), column });
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

} // namespace

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

LongColumns findLongColumns(const TableGroup& table, const std::string& id, const std::string& time)
{
    Finder found(table, id, time);
    const bool namesVariable = isOneOf(found.variable, kVariables);
    const bool namesValue = isOneOf(found.value, kValues);
    return { std::move(found.variable), std::move(found.value), namesVariable, namesValue,
        std::move(found.reasons) };
}

} // namespace btw::io
