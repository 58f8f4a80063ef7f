// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/numberstyle.h"

#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <limits>

namespace btw::io {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

} // namespace

void NumberStyle::sawMissingWord(std::string_view cell)
{
    constexpr std::size_t kShown = 4;
    const std::string word(trimmed(cell));
    if (m_missingWords.size() < kShown
        && std::find(m_missingWords.begin(), m_missingWords.end(), word) == m_missingWords.end())
        m_missingWords.push_back(word);
    ++m_missing;
}

NumberKind NumberStyle::parseOdd(
    std::string_view cell, double& value, const NumberPlace& place, const std::function<std::string()>& where)
{
    if (isMissingWord(cell)) {
        sawMissingWord(cell);
        value = kNaN;
        return NumberKind::Missing;
    }
    const MarkedNumber marked = readMarked(cell, m_mark);
    if (marked.form == CellForm::Text && m_mark == ',')
        if (const NumberKind kind = parseNumber(cell, value); kind != NumberKind::Number)
            return kind; // empty, NaN, infinite
    if (marked.form != CellForm::Number && marked.form != CellForm::Limit && marked.form != CellForm::Flagged
        && marked.form != CellForm::Pair)
        return NumberKind::Text;
    value = marked.value;
    if (marked.form != CellForm::Pair)
        takeSign(marked, cell, place, value, where);
    if (marked.decorated)
        m_decorated.add(trimmed(cell), where());
    if (marked.form == CellForm::Number && marked.unit.empty())
        return NumberKind::Number;
    return takeMarks(marked, cell, place, value, where);
}

void NumberStyle::takeSign(const MarkedNumber& marked, std::string_view cell, const NumberPlace& place,
    double& value, const std::function<std::string()>& where)
{
    if (marked.grouped)
        m_groups.add(trimmed(cell), where());
    const bool point = marked.sign == DecimalSign::MaybePoint;
    switch (marked.sign) {
    case DecimalSign::None:
        return;
    case DecimalSign::Point:
        // A plain number with a point is nothing to speak of; one with commas between thousands is.
        m_clearPoints.add(trimmed(cell), where());
        return;
    case DecimalSign::Comma:
        m_commas.add(trimmed(cell), where());
        if (cell.find(',') != std::string_view::npos)
            m_decimalCommas.add(trimmed(cell), where());
        return;
    case DecimalSign::MaybePoint:
    case DecimalSign::MaybeComma:
        break;
    }
    (point ? m_maybePoints : m_maybeCommas).add(trimmed(cell), where());
    const bool points = (m_points & kClearPoint) != 0 || m_clearPoints.count > 0;
    // What is settled already needs no list.
    if (points || m_commas.count > 0) {
        const bool decimals = points == point;
        value = decimals ? marked.value : marked.other;
        if (!decimals)
            m_groups.add(trimmed(cell), where());
    } else {
        m_doubts.push_back({ place.keeper, place.index, marked.other, point });
    }
}

NumberKind NumberStyle::takeMarks(const MarkedNumber& marked, std::string_view cell, const NumberPlace& place,
    double& value, const std::function<std::string()>& where)
{
    Marks& marks = m_marks[place.column];
    const std::string_view text = trimmed(cell);
    marks.keeper = place.keeper;
    marks.isLabel = place.isLabel;
    if (marks.column.empty() && place.name)
        marks.column = *place.name;
    const LimitReading* chosen = nullptr;
    if (m_remedies)
        if (const auto found = m_remedies->limits.find(marks.column); found != m_remedies->limits.end())
            chosen = &found->second;
    if (!marked.unit.empty() && marked.form != CellForm::Flagged && marked.form != CellForm::Pair) {
        if (marks.units.count == 0)
            marks.unit = marked.unit;
        if (marked.unit != marks.unit)
            marks.otherUnit.add(text, where());
        marks.units.add(text, where());
    }
    if (marked.form == CellForm::Number)
        return NumberKind::Number;
    if (chosen && marked.form != CellForm::Pair) {
        marks.read.add(text, where());
        if (*chosen == LimitReading::Missing) {
            forgetDoubt(place);
            value = kNaN;
            return NumberKind::Missing;
        }
        if (*chosen == LimitReading::Half && marked.form == CellForm::Limit && marked.lower) {
            value /= 2;
            if (Doubt* const doubt = doubtOf(place))
                doubt->other /= 2;
        }
        return NumberKind::Number;
    }
    forgetDoubt(place);
    marks.lower = marks.lower || (marked.form == CellForm::Limit && marked.lower);
    (marked.form == CellForm::Limit         ? marks.limits
            : marked.form == CellForm::Pair ? marks.pairs
                                            : marks.flags)
        .add(text, where());
    value = kNaN;
    return NumberKind::Marked;
}

NumberStyle::Doubt* NumberStyle::doubtOf(const NumberPlace& place)
{
    const bool last
        = !m_doubts.empty() && m_doubts.back().keeper == place.keeper && m_doubts.back().index == place.index;
    return last ? &m_doubts.back() : nullptr;
}

void NumberStyle::forgetDoubt(const NumberPlace& place)
{
    if (doubtOf(place) != nullptr)
        m_doubts.pop_back();
}

void NumberStyle::settle(bool points, bool commas)
{
    for (const Doubt& doubt : m_doubts)
        if (doubt.keeper && (doubt.point ? commas : points))
            doubt.keeper->settle(doubt.index, doubt.other);
    m_doubts.clear();
}

void NumberStyle::reportSigns(const std::string& file, Problems& problems)
{
    const bool points = (m_points & kClearPoint) != 0 || m_clearPoints.count > 0;
    const bool commas = m_commas.count > 0;
    const std::vector<Remedy> remedies { DecimalMark { file, '.' }, DecimalMark { file, ',' } };
    constexpr const char* kRemedy = "say which mark is the decimal mark, or write numbers with a decimal "
                                    "point and nothing between thousands";
    if (points && commas) {
        problems.error("decimal-mark", m_commas.where,
            { "the mark in {} is ambiguous: other numbers of the file have a decimal point{}",
                inQuotes(m_commas.cell),
                m_clearPoints.count > 0 ? ", as " + inQuotes(m_clearPoints.cell) : std::string() },
            kRemedy, remedies);
        return;
    }
    // In a file with commas between cells a point is a decimal point, unless other numbers have commas.
    const bool doubtedPoints = m_maybePoints.count > 0 || ((m_points & kMaybePoint) != 0 && commas);
    if (commas && (m_points & kMaybePoint) != 0) {
        problems.error("decimal-mark", m_commas.where,
            { "the comma in {} is ambiguous: other numbers of the file have a point before three digits",
                inQuotes(m_commas.cell) },
            kRemedy, remedies);
        return;
    }
    if (!points && !commas && m_maybeCommas.count > 0) {
        problems.error("decimal-mark", m_maybeCommas.where,
            { "the comma in {} is ambiguous: it may be a decimal mark or a thousands separator{}",
                inQuotes(m_maybeCommas.cell),
                m_maybePoints.count > 0 ? ", as may the dot in " + inQuotes(m_maybePoints.cell)
                                        : std::string() },
            kRemedy, remedies);
        return;
    }
    if (!points && !commas && doubtedPoints && m_separator != ',') {
        problems.error("decimal-mark", m_maybePoints.where,
            { "the dot in {} is ambiguous: it may be a decimal mark or a thousands separator, and no number "
              "of the file settles it",
                inQuotes(m_maybePoints.cell) },
            kRemedy, remedies);
        return;
    }
    const auto lost = std::find_if(m_doubts.begin(), m_doubts.end(),
        [&](const Doubt& doubt) { return doubt.keeper == nullptr && (doubt.point ? commas : points); });
    if (lost != m_doubts.end()) {
        const Seen& seen = lost->point ? m_maybePoints : m_maybeCommas;
        problems.error("decimal-mark", seen.where,
            { "the mark in {} may be a thousands separator", inQuotes(seen.cell) }, kRemedy, remedies);
        return;
    }
    settle(points, commas);
    const Seen& thousands = points ? m_maybeCommas : m_maybePoints;
    if (m_groups.count == 0 && (points || commas) && thousands.count > 0)
        m_groups = thousands;
}

void NumberStyle::reportMarks(
    const std::string& file, std::size_t key, const Marks& marks, Problems& problems) const
{
    const std::string& column = marks.column;
    const auto reading = [&](LimitReading how) { return ReadLimitsAs { file, column, how }; };
    const auto cells = [&](const Seen& seen) {
        std::vector<Remedy> out;
        if (!marks.isLabel)
            out.emplace_back(MarkMissing { file, column, seen.cell });
        out.emplace_back(DropRowsWith { file, column, seen.cell });
        return out;
    };
    if (marks.limits.count > 0) {
        std::vector<Remedy> remedies { reading(LimitReading::Limit) };
        if (marks.lower)
            remedies.emplace_back(reading(LimitReading::Half));
        remedies.emplace_back(reading(LimitReading::Missing));
        const std::vector<Remedy> more = cells(marks.limits);
        remedies.insert(remedies.end(), more.begin(), more.end());
        problems.error("detection-limit", marks.limits.where,
            { "{} a limit of detection in place of a number, as {}",
                counted(marks.limits.count, "cell of this column holds", "cells of this column hold"),
                inQuotes(marks.limits.cell) },
            "say what to use for them: the limit itself, half of it, or a missing value",
            std::move(remedies));
    }
    if (marks.flags.count > 0) {
        std::vector<Remedy> remedies { reading(LimitReading::Limit), reading(LimitReading::Missing) };
        const std::vector<Remedy> more = cells(marks.flags);
        remedies.insert(remedies.end(), more.begin(), more.end());
        problems.error("number-with-flag", marks.flags.where,
            { "{} a remark beside the number, as {}",
                counted(marks.flags.count, "cell of this column holds", "cells of this column hold"),
                inQuotes(marks.flags.cell) },
            "say whether the number counts or the value is missing, or put the remarks into a column of "
            "their own",
            std::move(remedies));
    }
    if (marks.pairs.count > 0) {
        std::vector<Remedy> remedies { DropColumn { file, column } };
        if (!marks.isLabel && marks.pairs.count <= 1)
            remedies.insert(remedies.begin(), MarkMissing { file, column, marks.pairs.cell });
        problems.error("two-numbers", marks.pairs.where,
            { "{} two numbers, as {}",
                counted(marks.pairs.count, "cell of this column holds", "cells of this column hold"),
                inQuotes(marks.pairs.cell) },
            "make two columns of it, with one number in each cell", std::move(remedies));
    }
    const bool chosen = m_remedies && m_remedies->limits.contains(column);
    const std::size_t numbers = marks.keeper ? marks.keeper->numbersOf(key) : 0;
    if (marks.otherUnit.count > 0)
        problems.error("several-units", marks.otherUnit.where,
            { "the numbers of this column have different units: {} and {}", inQuotes(marks.units.cell),
                inQuotes(marks.otherUnit.cell) },
            "bring them to one unit, and write it into the column's name", { DropColumn { file, column } });
    else if (marks.units.count > 0 && static_cast<std::size_t>(marks.units.count) < numbers && !chosen)
        problems.error("unit-in-some-cells", marks.units.where,
            { "{} {} after the number, as {}, and {} not",
                counted(marks.units.count, "cell of this column has", "cells of this column have"),
                inQuotes(marks.unit), inQuotes(marks.units.cell),
                counted(static_cast<std::int64_t>(numbers) - marks.units.count, "other does", "others do") },
            "say that all of them count the same, or write all of them in one way",
            { reading(LimitReading::Limit), DropColumn { file, column } });
    else if (marks.units.count > 0)
        problems.note(marks.unit == "%" ? "percent" : "unit", marks.units.where,
            { "{} {} beside the number, as {}",
                counted(marks.units.count, "cell of this column has", "cells of this column have"),
                inQuotes(marks.unit), inQuotes(marks.units.cell) },
            marks.unit == "%" ? "the number before the percent sign is read; nothing needs to be done"
                              : "the number is read; nothing needs to be done");
    if (marks.read.count > 0)
        problems.note("limits-read", marks.read.where,
            { "{} read as was chosen, the first of them {}",
                counted(marks.read.count, "marked cell of this column is", "marked cells of this column are"),
                inQuotes(marks.read.cell) },
            "nothing needs to be done");
}

void NumberStyle::reportNotes(const std::string& file, Problems& problems) const
{
    if (m_decimalCommas.count > 0)
        problems.note("decimal-comma", file,
            { "{} a decimal comma, as in {}",
                counted(m_decimalCommas.count + m_maybeCommas.count, "number has", "numbers have"),
                inQuotes(m_decimalCommas.cell) },
            "they are read so; nothing needs to be done");
    if (m_groups.count > 0)
        problems.note("thousands", file,
            { "{} a mark between thousands, as in {}", counted(m_groups.count, "number has", "numbers have"),
                inQuotes(m_groups.cell) },
            "they are read so; nothing needs to be done");
    if (m_decorated.count > 0)
        problems.note("number-signs", file,
            { "{} written with unusual blanks, signs or quotes, as in {}",
                counted(m_decorated.count, "number is", "numbers are"), inQuotes(m_decorated.cell) },
            "they are read as plain ones; nothing needs to be done");
    if (m_missing == 0)
        return;
    std::vector<std::string> words;
    for (const std::string& word : m_missingWords)
        words.push_back(inQuotes(word));
    problems.note("missing-words", file,
        { "{} a word for a missing value, as {}", counted(m_missing, "cell holds", "cells hold"),
            andList(words) },
        "they are read as missing; nothing needs to be done");
}

void NumberStyle::reportIdle(const std::string& file, Problems& problems) const
{
    if (!m_remedies)
        return;
    const bool commas
        = m_commas.count + m_maybeCommas.count + m_groups.count + m_clearPoints.count + m_maybePoints.count
        > 0;
    const bool points = m_separator != ',' && (m_points & kMaybePoint) != 0 && (m_points & kClearPoint) == 0;
    if (m_mark != 0 && !commas && !(m_mark == '.' && points))
        warnOfIdle(problems, file,
            { "the recipe says that {} is the decimal mark, which changes nothing: no number is ambiguous",
                inQuotes(std::string_view(&m_mark, 1)) });
    for (const auto& [column, reading] : m_remedies->limits) {
        const bool used = std::any_of(m_marks.begin(), m_marks.end(), [&name = column](const auto& marks) {
            return marks.second.column == name
                && (marks.second.read.count > 0 || marks.second.units.count > 0);
        });
        if (!used)
            warnOfIdle(problems, file + ", " + inQuotes(column),
                "the recipe says what to use for its marked numbers, and it has none that are read");
    }
}

void NumberStyle::report(const std::string& file, Problems& problems)
{
    reportSigns(file, problems);
    reportIdle(file, problems);
    for (const auto& [column, marks] : m_marks)
        reportMarks(file, column, marks, problems);
    reportNotes(file, problems);
}

} // namespace btw::io
