// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"

#include <cstdint>
#include <string>
#include <vector>

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
    /// A row that holds `filled` cells. The merged cells of the first one are those of a header, unless it is
    /// a title, or another row of names follows.
    void rowEnds(std::int64_t row, std::int64_t filled);

    /// A cell that is a number for the spreadsheet: how it is written here says nothing about its texts.
    void number(std::int64_t column, bool fraction, bool percent);
    /// A cell that is a text for the spreadsheet, and may look like a number.
    void text(std::int64_t row, std::int64_t column, const std::string& text);

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
    /// What kinds of cells a column has.
    struct Column
    {
        std::int64_t numbers = 0;
        std::int64_t percents = 0; ///< of the numbers
        std::int64_t numberTexts = 0; ///< texts that look like numbers
        std::int64_t texts = 0; ///< others
        Cells commas; ///< texts with a comma in a number
        Cells points; ///< texts with a dot before three digits
    };
    Column& columnAt(std::int64_t column);
    void tellTexts(const std::string& table, Problems& problems) const;

    std::vector<Column> m_columns;
    bool m_fractions = false; ///< numbers that are not whole
    bool m_clearPoint = false; ///< a text that can only have a decimal point
    Cells m_errors;
    Cells m_formulas;
    Cells m_merged;
    Cells m_mergedHeader;
    Cells m_dates;
    std::int64_t m_hiddenRows = 0;
    std::int64_t m_hiddenColumns = 0;
    std::int64_t m_firstRow = 0;
    std::int64_t m_rows = 0; ///< that hold anything
    std::int64_t m_numbers = 0;
    bool m_title = false; ///< the first row is above the header
};

} // namespace btw::io
