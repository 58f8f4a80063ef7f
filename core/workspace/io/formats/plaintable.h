// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// Writes a table as plain text that the readers of text tables take: UTF-8, commas, a line a row, so that
/// rows keep the numbers that they have in their own program. Lines shorter than others are filled up. What
/// cannot stand in a line (line breaks, control characters) becomes a blank.
class PlainTable
{
public:
    /// `most`: bytes that the file may have.
    PlainTable(const QString& path, std::uint64_t most);

    bool open();
    /// Appends a cell to the row that is being written.
    void cell(std::string_view text);
    /// A number, in the fewest digits that read back as the same; nothing for NaN.
    void number(double value);
    void number(float value);
    /// Ends the row, as that line (from 1) of the table; lines that were skipped are blank.
    void endRow(std::int64_t line);
    /// Ends the row, as the next line.
    void endRow() { endRow(m_lines + 1); }
    /// Closes the file. False where it could not be written, or grew over the limit.
    bool finish();

    bool isOverLimit() const { return m_overLimit; }
    bool isGood() const { return m_good; }
    bool isEmpty() const { return m_width == 0; } ///< no cell held anything

private:
    void flush();
    bool widen();

    struct Stretch
    {
        std::int64_t firstLine;
        std::size_t width;
    };
    QFile m_file;
    const std::uint64_t m_most;
    std::string m_buffer;
    std::string m_row;
    std::size_t m_cells = 0; ///< of the row
    std::size_t m_filled = 0; ///< of them, up to the last one that is not empty
    std::size_t m_filledBytes = 0; ///< of m_row, up to there
    std::size_t m_width = 0; ///< of the lines so far
    std::vector<Stretch> m_stretches; ///< lines from there on have that width
    std::int64_t m_lines = 0;
    std::uint64_t m_written = 0;
    bool m_overLimit = false;
    bool m_good = true;
};

/// A number in the fewest digits that read back as the same; whole numbers without point or exponent.
std::string shortest(double value);
std::string shortest(float value);

} // namespace btw::io
