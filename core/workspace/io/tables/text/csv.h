// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/plainrows.h"

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

    /// What is to come, at least this many lines of it and no less than a piece: of a source, up to `bytes`
    /// where lines are long.
    std::string_view head(std::size_t lines, std::size_t bytes);
    /// As much of what is to come as is in memory.
    std::string_view head() const { return m_text.substr(m_at); }
    /// Whether all of the text that is to come is in head().
    bool isWhole() const { return m_source == nullptr; }
    /// Another one than the first record suggests; before next().
    void separateBy(char separator) { m_separator = separator; }
    /// Runs of blanks stand between cells, which are tabs from now on; before next().
    void separateByBlanks();

    /// Goes to the next record; false at the end, or at damage (then damage() says what).
    bool next();
    /// Of a source: takes about `bytes` of text out instead, as whole lines, where they have neither quotes
    /// nor blank lines nor unusual line ends nor begin with '#'. Nothing where they have, or at the end:
    /// next() then goes on. The last `kept` lines of the file are left to next().
    std::optional<CsvLines> takeLines(std::size_t bytes, std::size_t kept = 0);
    const std::vector<std::string_view>& cells() const { return m_cells; }
    /// The record as it stands in the text, without its line end.
    std::string_view text() const { return m_text.substr(m_begin, m_end - m_begin); }
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
    std::size_t m_begin = 0; ///< of the record
    std::size_t m_end = 0;
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
