// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/sheetreport.h"

#include "workspace/io/recipe/remedy.h"
#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/tables/text/tablehead.h"

namespace btw::io {

namespace {

std::string counted(std::int64_t count, const char* one, const char* several)
{
    return count == 1 ? one : grouped(count) + " " + several;
}

/// "AB12" of row 12, column 28 (both from 1).
std::string cellName(std::int64_t row, std::int64_t column)
{
    std::string name;
    for (std::int64_t c = column; c > 0; c = (c - 1) / 26)
        name.insert(name.begin(), static_cast<char>('A' + (c - 1) % 26));
    return name + std::to_string(row);
}

} // namespace

void SheetReport::Cells::add(const std::string& cell)
{
    constexpr std::int64_t kShown = 5;
    if (++count <= kShown)
        first += (count == 1 ? "" : ", ") + cell;
}

std::string SheetReport::Cells::text() const
{
    constexpr std::int64_t kShown = 5;
    return count > kShown ? first + " and " + grouped(count - kShown) + " more" : first;
}

void SheetReport::errorCell(std::int64_t row, std::int64_t column, const std::string& word)
{
    m_errors.add(word + " in " + cellName(row, column));
}

void SheetReport::formulaWithoutResult(std::int64_t row, std::int64_t column)
{
    m_formulas.add(cellName(row, column));
}

void SheetReport::dateThatIsNone(std::int64_t row, std::int64_t column)
{
    m_dates.add(cellName(row, column));
}

void SheetReport::merged(std::int64_t row, std::int64_t column, std::int64_t lastRow, std::int64_t lastColumn)
{
    const std::string range = cellName(row, column) + ":" + cellName(lastRow, lastColumn);
    (row == m_firstRow || m_firstRow == 0 ? m_mergedHeader : m_merged).add(range);
}

SheetReport::Column& SheetReport::columnAt(std::int64_t column)
{
    const auto at = static_cast<std::size_t>(column);
    if (m_columns.size() <= at)
        m_columns.resize(at + 1);
    return m_columns[at];
}

void SheetReport::rowEnds(std::int64_t row, std::int64_t filled)
{
    if (++m_rows == 1) {
        m_firstRow = row;
        m_title = filled == 1;
    } else if (m_rows == 2) {
        m_title = m_title || m_numbers == 0;
    }
}

void SheetReport::number(std::int64_t column, bool fraction, bool percent)
{
    Column& own = columnAt(column);
    ++own.numbers;
    ++m_numbers;
    own.percents += percent ? 1 : 0;
    m_fractions = m_fractions || fraction;
}

void SheetReport::text(std::int64_t row, std::int64_t column, const std::string& text)
{
    if (text.empty())
        return;
    Column& own = columnAt(column);
    if (!isLikeNumber(text)) {
        ++own.texts;
        return;
    }
    ++own.numberTexts;
    const std::string cell = inQuotes(text) + " in " + cellName(row, column);
    switch (readMarked(text).sign) {
    case DecimalSign::Comma:
    case DecimalSign::MaybeComma:
        return own.commas.add(cell);
    case DecimalSign::MaybePoint:
        return own.points.add(cell);
    case DecimalSign::Point:
        m_clearPoint = true;
        return;
    case DecimalSign::None:
        return;
    }
}

/// Numbers that are kept as text have marks of their own, which the numbers of the sheet do not explain.
void SheetReport::tellTexts(const std::string& table, Problems& problems) const
{
    constexpr const char* kTurn
        = "turn the texts into numbers in the spreadsheet (in Excel: Data, Text to Columns, Advanced)";
    for (std::size_t c = 2; c < m_columns.size(); ++c) {
        const Column& column = m_columns[c];
        if (column.texts > column.numbers + column.numberTexts)
            continue;
        if (column.commas.count > 0 && m_fractions)
            problems.error("decimal-mark", table,
                { "{} a number with a comma as text, beside cells that are numbers ({}): the comma may be a "
                  "decimal mark or a thousands separator",
                    counted(column.commas.count, "a cell holds", "cells hold"), column.commas.text() },
                kTurn);
        else if (column.commas.count == 0 && column.points.count > 0 && !m_clearPoint && m_fractions)
            problems.error("decimal-mark", table,
                { "{} a number with a dot as text, beside cells that are numbers ({}): the dot may be a "
                  "decimal mark or a thousands separator",
                    counted(column.points.count, "a cell holds", "cells hold"), column.points.text() },
                kTurn);
        else if (column.commas.count == 0 && column.points.count > 0 && !m_clearPoint)
            problems.warning("decimal-mark", table,
                { "{} a number with a dot as text ({}): the dot is ambiguous, since it may be a decimal mark "
                  "or a thousands separator, and no other text of the sheet settles it",
                    counted(column.points.count, "a cell holds", "cells hold"), column.points.text() },
                std::string("say which mark is the decimal mark, or ") + kTurn,
                { DecimalMark { table, '.' }, DecimalMark { table, ',' } });
    }
    for (std::size_t c = 1; c < m_columns.size(); ++c)
        if (m_columns[c].percents > 0 && m_columns[c].percents < m_columns[c].numbers)
            problems.warning("percent-mixed", table,
                { "{} of the {} numbers in column {} are formatted as percentages, and the others are not: "
                  "50% is read as 0.5, and 50 as 50",
                    grouped(m_columns[c].percents), grouped(m_columns[c].numbers),
                    cellName(0, static_cast<std::int64_t>(c))
                        .substr(0, cellName(0, static_cast<std::int64_t>(c)).size() - 1) },
                "give all cells of the column one format, and correct the numbers if they mean different "
                "things");
}

void SheetReport::tell(const std::string& table, Problems& problems) const
{
    if (m_formulas.count > 0)
        problems.error("formula-without-result", table,
            { "{} no stored result: {}", counted(m_formulas.count, "a formula has", "formulas have"),
                m_formulas.text() },
            "open the workbook in Excel or LibreOffice and save it there, which works them out");
    tellTexts(table, problems);
    if (m_errors.count > 0)
        problems.warning("error-cells", table,
            { "{} an error of the spreadsheet ({}), which counts as a missing value",
                counted(m_errors.count, "a cell holds", "cells hold"), m_errors.text() },
            "correct the formulas if there should be values");
    if (m_dates.count > 0)
        problems.warning("date-impossible", table,
            { "{} formatted as a date but with a number that is not a date: {}; the number is read",
                counted(m_dates.count, "a cell is", "cells are"), m_dates.text() },
            "format them as numbers, or correct the dates");
    if (m_mergedHeader.count > 0 && !m_title)
        problems.warning("merged-header", table,
            { "cells of the header are merged ({}): only the first column of each has the name",
                m_mergedHeader.text() },
            "give every column a name of its own in one row");
    if (m_merged.count > 0)
        problems.warning("merged-cells", table,
            { "cells are merged ({}): only the first cell of each has the value, the others are empty",
                m_merged.text() },
            "unmerge them, and write the value into each cell that it stands for");
    if (m_hiddenRows > 0 || m_hiddenColumns > 0)
        problems.note("hidden-rows", table,
            { "the sheet has hidden {}, which are read as the others",
                m_hiddenRows == 0          ? "columns"
                    : m_hiddenColumns == 0 ? "rows"
                                           : "rows and columns" },
            "delete them in the sheet if they should not be read");
}

} // namespace btw::io
