// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// Records of a CSV text in memory (RFC 4180, and what programs make of it): quotes with separators, line
/// breaks and doubled quotes inside, LF, CRLF or CR line ends, a UTF-8 byte-order mark, comma, semicolon or
/// tab chosen by the first record. A blank line is a record with one empty cell, but for those at the end of
/// the text.
///
/// Cells are views: into the text, or, where quotes had to be taken out, into a buffer that next() reuses.
class CsvReader
{
public:
    explicit CsvReader(std::string_view text);

    /// Goes to the next record; false at the end, or at damage (then damage() says what).
    bool next();
    const std::vector<std::string_view>& cells() const { return m_cells; }
    /// Line of the file, from 1, on which the record begins.
    std::int64_t line() const { return m_line; }
    char separator() const { return m_separator; }
    /// Empty, or what is wrong with the record on line(): a quote that is never closed, text after a closing
    /// one.
    const std::string& damage() const { return m_damage; }

private:
    void chooseSeparator();
    bool quotedCell();

    std::string_view m_text;
    std::size_t m_at = 0;
    char m_separator = ',';
    std::int64_t m_line = 0;
    std::int64_t m_nextLine = 1;
    std::vector<std::string_view> m_cells;
    struct Unquoted
    {
        std::size_t cell;
        std::size_t begin;
        std::size_t end;
    };
    std::string m_buffer;
    std::vector<Unquoted> m_unquoted;
    std::string m_damage;
};

} // namespace btw::io
