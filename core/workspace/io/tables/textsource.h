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

/// The text of a file as UTF-8, piece by piece, so that a file need not fit into memory. Read are UTF-8,
/// UTF-16 in both byte orders (told by its byte-order mark, or by zeros in every other byte), and, for bytes
/// that are no UTF-8, Windows-1252, of which Latin-1 is the part that people use.
class TextSource
{
public:
    enum class Encoding : std::uint8_t { Utf8, Utf16Little, Utf16Big, Windows1252 };

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

private:
    bool fetch(std::size_t bytes);
    void recogniseEncoding();
    bool appendUtf8(std::string& to);
    bool appendUtf16(std::string& to);
    bool appendWindows1252(std::string& to);
    bool append(std::string& to, std::string_view text);
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
    std::string m_raw; ///< bytes of the current piece
    std::size_t m_kept = 0; ///< bytes at the front of m_raw that began a character in the piece before
    std::optional<Fault> m_fault;
};

} // namespace btw::io
