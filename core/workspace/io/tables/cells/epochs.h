// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace btw::io {

/// What time stamps that are numbers count, as far as their size tells.
enum class Counting : std::uint8_t {
    FromStart, ///< from the start of each instance
    Since1970, ///< seconds, milliseconds, ... since 1970
    Days, ///< days since 1900 or since the year 0, as spreadsheets and MATLAB number them
    TwoUnits, ///< since 1970, but some in seconds and others in milliseconds
    FewFromStart ///< since 1970, but for a few small ones
};

/// The sizes of the time stamps of one table or array.
class StampSizes
{
public:
    /// `place` is where it stands, for messages.
    void look(double stamp, std::size_t place);

    /// `unitSeconds`: what the stamps are said to count. `called`: the name of their column.
    Counting counting(double unitSeconds, const std::string& called) const;
    /// Of stamps since 1970: "seconds", "milliseconds", ...
    std::string unit() const { return unitOf(m_most); }
    /// The unit of the smallest one alone.
    std::string leastUnit() const { return unitOf(m_least); }
    /// How many seconds that unit has.
    double unitSeconds() const;
    /// How many seconds all stamps since 1970 are multiples of, where that is no way to measure: a
    /// spreadsheet that shows 1.61459E+12 has rounded the number. 0 for others.
    double roundedTo() const;

    std::size_t count() const { return m_count; }
    double least() const { return m_least; }
    double most() const { return m_most; }
    std::size_t leastPlace() const { return m_leastPlace; }
    std::size_t mostPlace() const { return m_mostPlace; }

private:
    static std::string unitOf(double stamp);

    std::size_t m_count = 0;
    double m_least = 0;
    double m_most = 0;
    std::size_t m_leastPlace = 0;
    std::size_t m_mostPlace = 0;
    std::size_t m_small = 0; ///< below those that count since 1970
    double m_leastLarge = 0; ///< of the others
    bool m_whole = true;
    double m_step = 1e15; ///< a power of ten of which all are multiples; 1 where it is below a thousand
};

} // namespace btw::io
