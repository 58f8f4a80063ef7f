// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/plainrows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

class TextSource;

/// Records of a CSV text (RFC 4180, and what programs make of it): quotes with separators, line breaks and
/// doubled quotes inside, LF, CRLF or CR line ends, a UTF-8 byte-order mark, comma, semicolon or tab chosen
/// by the first record. A blank line is a record with one empty cell, but for those at the end of the text.
///
/// Cells are views: into the text, or, where quotes had to be taken out, into a buffer that next() reuses.
class CsvReader
{
public:
    /// A text in memory, which must outlive the reader.
    explicit CsvReader(std::string_view text);
    /// A text that need not fit into memory; a record must. After next() is false, see the source's fault().
    explicit CsvReader(TextSource& source);

    /// A single record of such a text, without its line end, that stands on that line.
    CsvReader(std::string_view record, char separator, std::int64_t line);

    /// Goes to the next record; false at the end, or at damage (then damage() says what).
    bool next();
    /// Of a source: takes about `bytes` of text out instead, as whole lines, where they have neither quotes
    /// nor blank lines nor unusual line ends. Nothing where they have, or at the end: next() then goes on.
    std::optional<CsvLines> takeLines(std::size_t bytes);
    const std::vector<std::string_view>& cells() const { return m_cells; }
    /// Whether a cell of the record stood in quotes.
    bool isQuoted(std::size_t cell) const;
    /// Line of the file, from 1, on which the record begins.
    std::int64_t line() const { return m_line; }
    char separator() const { return m_separator; }
    /// Whether a record so far ended with CR LF, or with CR alone.
    bool hasCarriageReturns() const { return m_carriageReturns; }
    bool hasQuotedLineBreaks() const { return m_quotedLineBreaks; }
    /// Empty, or what is wrong with the record on line(): a quote that is never closed, text after a closing
    /// one.
    const std::string& damage() const { return m_damage; }

private:
    enum class Step : std::uint8_t { Record, End, Incomplete, Damage };
    Step record();
    Step quotedCell();
    bool onlyLineEndsFollow();
    bool refill(std::size_t keepFrom);
    void chooseSeparator();

    TextSource* m_source = nullptr; ///< null where m_text is all
    std::string m_window; ///< with a source: what is in memory of its text
    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_recordsUntil = 0; ///< up to here the text is not for takeLines
    std::size_t m_lineEndsUntil = 0; ///< from m_at to here are line ends only, and something follows
    char m_separator = ',';
    bool m_carriageReturns = false;
    bool m_quotedLineBreaks = false;
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
    std::vector<std::size_t> m_quoted; ///< ascending
    std::string m_damage;
};

} // namespace btw::io
