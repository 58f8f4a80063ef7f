// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace btw::io {

/// What a cell is that parseNumber does not read.
enum class CellForm : std::uint8_t {
    Number, ///< with marks around it or in it
    Limit, ///< "<0.01", ">=100", "~5": only a bound, or about so much
    Flagged, ///< "0.72*", "5.1 H": a number with a remark
    Pair, ///< "110/60", "5.1±0.3", "5.1 (4.2)"
    Range, ///< "18-25", "65+"
    Ordinal, ///< "1st"
    Date, ///< a date, a time of day, or both
    Text ///< anything else
};

/// Which mark stands before the decimals, as one number alone tells it.
enum class DecimalSign : std::uint8_t {
    None, ///< no mark that could be one
    Point, ///< "0.5", "1,234.5", "1,234,567"
    Comma, ///< "0,5", "1.234,5", "1.234.567"
    MaybePoint, ///< "1.234"
    MaybeComma ///< "1,234"
};

/// A number as people and spreadsheets write it.
struct MarkedNumber
{
    CellForm form = CellForm::Text;
    double value = 0; ///< of Number, Limit and Flagged; of a doubtful mark, as decimals
    double other = 0; ///< of a doubtful mark, as thousands
    DecimalSign sign = DecimalSign::None;
    bool grouped = false; ///< thousands stand apart
    bool decorated = false; ///< blanks or minus signs of other alphabets, apostrophes or `="..."` around it
    bool begins = false; ///< whatever the form is, it begins like a number
    bool lower = false; ///< Limit: the true value is smaller; else it is larger, or about so much
    std::string unit; ///< "%", "mg/dL", "€"; of Flagged, the flag
};

/// Reads what a cell holds beside or around a number. `decimalMark` is '.' or ',' where it is known which one
/// stands before decimals, 0 where it is not.
MarkedNumber readMarked(std::string_view cell, char decimalMark = 0);

/// Whether a number is a date as 20240131.
bool isCompactDate(double value);

} // namespace btw::io
