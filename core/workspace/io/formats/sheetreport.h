// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"

#include <cstdint>
#include <string>

namespace btw::io {

/// Rows and columns of the largest sheets that office programs know.
constexpr std::int64_t kMostSheetRows = 1'048'576;
constexpr std::int64_t kMostSheetColumns = 16'384;

/// What is unusual about one sheet of a workbook, gathered while it is read.
class SheetReport
{
public:
    void errorCell(std::int64_t row, std::int64_t column, const std::string& word);
    void formulaWithoutResult(std::int64_t row, std::int64_t column);
    void merged(std::int64_t row, std::int64_t column, std::int64_t lastRow, std::int64_t lastColumn);
    void hiddenRow() { ++m_hiddenRows; }
    void hiddenColumns(std::int64_t count) { m_hiddenColumns += count; }
    void dateThatIsNone(std::int64_t row, std::int64_t column);
    /// The first row that holds anything: its merged cells are those of a header.
    void firstRow(std::int64_t row) { m_firstRow = m_firstRow == 0 ? row : m_firstRow; }

    void tell(const std::string& table, Problems& problems) const;

private:
    /// The first cells of a kind, and how many there are.
    struct Cells
    {
        std::string first;
        std::int64_t count = 0;
        void add(const std::string& cell);
        std::string text() const;
    };
    Cells m_errors;
    Cells m_formulas;
    Cells m_merged;
    Cells m_mergedHeader;
    Cells m_dates;
    std::int64_t m_hiddenRows = 0;
    std::int64_t m_hiddenColumns = 0;
    std::int64_t m_firstRow = 0;
};

} // namespace btw::io
