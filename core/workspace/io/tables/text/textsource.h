// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"

#include <QIODevice>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace btw::io {

/// Makes one tab of each run of blanks and tabs of a text that comes in pieces, but in quotes; those at the
/// ends of lines go.
class BlankCells
{
public:
    void append(std::string_view text, std::string& to);

private:
    bool m_atStart = true; ///< of a line
    bool m_blank = false; ///< there was one, and it is not written yet
    bool m_quoted = false;
};

/// The text of a file as UTF-8, piece by piece, so that a file need not fit into memory. Read are UTF-8,
/// UTF-16 and UTF-32 in both byte orders (told by their byte-order marks, or by where their zeros are), and,
/// for bytes that are no UTF-8, Windows-1252, of which Latin-1 is the part that people use. Zero bytes and
/// DOS's end-of-file mark (Ctrl-Z) at the end of the file are no part of its text.
class TextSource
{
public:
    enum class Encoding : std::uint8_t { Utf8, Utf16Little, Utf16Big, Utf32Little, Utf32Big, Windows1252 };

    /// What ended the text too early.
    struct Fault
    {
        std::int64_t row = 0; ///< from 1; 0 where no row can be told
        std::string what;
        std::string remedy;
    };

    /// `size`: bytes that the device is to give; fewer are a fault. FileSource::kUnknownSize: all it gives.
    TextSource(QIODevice& device, std::uint64_t size, const ReadLimits& limits = {});

    /// Appends text made of about `bytes` bytes of the file; false at the end, or at a fault.
    bool read(std::string& to, std::size_t bytes);

    const std::optional<Fault>& fault() const { return m_fault; }
    Encoding encoding() const { return m_encoding; }
    bool hasByteOrderMark() const { return m_mark; }
    /// Zero bytes at the end of the file, as a crash leaves them.
    std::uint64_t zerosAtEnd() const { return m_zeros; }
    bool hasEndMark() const { return m_endMark; }

    /// Cells stand between runs of blanks: from now on each run in the text that is read becomes one tab, but
    /// in quotes and at the ends of lines, where there is no cell. `text`: what was read before.
    void separateByBlanks(std::string& text);

private:
    bool fetch(std::size_t bytes);
    void recogniseEncoding();
    bool appendUtf8(std::string& to);
    bool appendUtf16(std::string& to);
    bool appendUtf32(std::string& to);
    bool appendWindows1252(std::string& to);
    bool append(std::string& to, std::string_view text);
    void leaveOutEndMark();
    bool fail(std::int64_t row, std::string what, std::string remedy);

    QIODevice& m_device;
    std::uint64_t m_size;
    const std::function<bool(double)> m_progress;
    std::uint64_t m_done = 0; ///< bytes taken from the device
    std::int64_t m_row = 1; ///< of the next byte
    bool m_started = false;
    bool m_mark = false;
    bool m_ascii = true; ///< everything so far
    Encoding m_encoding = Encoding::Utf8;
    std::uint64_t m_zeros = 0;
    bool m_endMark = false;
    std::optional<BlankCells> m_blankCells; ///< where cells stand between blanks
    std::string m_raw; ///< bytes of the current piece
    std::size_t m_kept = 0; ///< bytes at the front of m_raw that began a character in the piece before
    std::optional<Fault> m_fault;
};

} // namespace btw::io
