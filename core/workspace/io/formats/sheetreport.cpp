// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/sheetreport.h"

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

void SheetReport::tell(const std::string& table, Problems& problems) const
{
    if (m_formulas.count > 0)
        problems.error("formula-without-result", table,
            { "{} no stored result: {}", counted(m_formulas.count, "a formula has", "formulas have"),
                m_formulas.text() },
            "open the workbook in Excel or LibreOffice and save it there, which works them out");
    if (m_errors.count > 0)
        problems.warning("error-cells", table,
            { "{} an error of the spreadsheet ({}), which counts as a missing value",
                counted(m_errors.count, "a cell holds", "cells hold"), m_errors.text() },
            "correct the formulas if there should be values");
    if (m_dates.count > 0)
        problems.warning("date-impossible", table,
            { "{} formatted as a date but with a number that is no date: {}; the number is read",
                counted(m_dates.count, "a cell is", "cells are"), m_dates.text() },
            "format them as numbers, or correct the dates");
    if (m_mergedHeader.count > 0)
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
