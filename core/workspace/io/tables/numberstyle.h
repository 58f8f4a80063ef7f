// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/tables/number.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace btw::io {

/// Whether a cell is one of the words that people write where a value is missing: `NA`, `N/A`, `#N/A`,
/// `NULL`, `None`, `nil`, `-`, `?`, `.`; in any case. Empty cells and NaN are not words: parseNumber knows
/// them.
bool isMissingWord(std::string_view cell);

/// Reads the numbers of one file and finds out how they are written there. A comma between digits is a
/// decimal comma where it cannot be anything else; whether it may be is known at the end of the file only,
/// when report() says so.
class NumberStyle
{
public:
    /// As io::parseNumber, with decimal commas and words for missing values. `where()` gives the cell's place
    /// as text; it is called for few cells only.
    template <typename Where> NumberKind parse(std::string_view cell, double& value, const Where& where)
    {
        const NumberKind kind = parseNumber(cell, value, m_point);
        if (kind != NumberKind::Text)
            return kind;
        if (isMissingWord(cell))
            return missing(cell, value);
        const Comma comma = parseComma(cell, value);
        if (comma == Comma::None)
            return NumberKind::Text;
        std::string& first = comma == Comma::Clear ? m_firstClear : m_firstDoubtful;
        if (first.empty()) {
            first = where();
            (comma == Comma::Clear ? m_clear : m_doubtful) = trimmed(cell);
        }
        m_commas += 1;
        return NumberKind::Number;
    }

    /// Somebody else read a number with a decimal point.
    void sawPoint() { m_point = true; }

    /// An error where commas could be read in two ways; notes on decimal commas and on words for missing
    /// values.
    void report(const std::string& file, Problems& problems) const;

private:
    enum class Comma : std::uint8_t { None, Clear, Doubtful };
    NumberKind missing(std::string_view cell, double& value);
    static Comma parseComma(std::string_view cell, double& value);

    bool m_point = false; ///< some number has a decimal point
    std::int64_t m_commas = 0;
    std::string m_firstClear; ///< place of the first comma that can only be a decimal one
    std::string m_clear; ///< and its cell
    std::string m_firstDoubtful; ///< place of the first that may stand between thousands: "1,234"
    std::string m_doubtful;
    std::int64_t m_missing = 0;
    std::string m_missingWord; ///< the first
};

} // namespace btw::io
