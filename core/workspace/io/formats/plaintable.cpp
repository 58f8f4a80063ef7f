// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/plaintable.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace btw::io {

namespace {

constexpr std::size_t kPiece = std::size_t(1) << 20;

template <typename T> std::string_view written(T value, std::array<char, 400>& buffer)
{
    // Whole numbers up to here are exact, and ids must not turn into 1e+05.
    constexpr T kWhole = 1e15F;
    constexpr T kSmall = 1e-5F;
    const T size = std::abs(value);
    const bool plain = size == 0 || (size < kWhole && size >= kSmall);
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
        plain ? std::chars_format::fixed : std::chars_format::scientific);
    return { buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()) };
}

/// The number of blanks or commas that widen a line.
void fill(std::string& line, std::size_t from, std::size_t to) { line.append(to - from, ','); }

} // namespace

std::string shortest(double value)
{
    std::array<char, 400> buffer {};
    return std::string(written(value, buffer));
}

std::string shortest(float value)
{
    std::array<char, 400> buffer {};
    return std::string(written(value, buffer));
}

PlainTable::PlainTable(const QString& path, std::uint64_t most)
    : m_file(path)
    , m_most(most)
{
}

bool PlainTable::open()
{
    m_good = m_file.open(QIODevice::ReadWrite | QIODevice::Truncate | QIODevice::Unbuffered);
    return m_good;
}

void PlainTable::cell(std::string_view text)
{
    if (m_cells++ > 0)
        m_row += ',';
    if (std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }))
        return;
    const bool quotes = std::any_of(text.begin(), text.end(), [](char c) { return c == ',' || c == '"'; });
    if (quotes)
        m_row += '"';
    for (const char c : text) {
        if (c == '"')
            m_row += '"';
        m_row += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
    if (quotes)
        m_row += '"';
    m_filled = m_cells;
    m_filledBytes = m_row.size();
}

void PlainTable::number(double value)
{
    std::array<char, 400> buffer {};
    if (std::isnan(value))
        cell({});
    else if (std::isinf(value))
        cell(value > 0 ? "inf" : "-inf");
    else
        cell(written(value, buffer));
}

void PlainTable::number(float value)
{
    std::array<char, 400> buffer {};
    if (std::isnan(value) || std::isinf(value))
        number(static_cast<double>(value));
    else
        cell(written(value, buffer));
}

void PlainTable::endRow(std::int64_t line)
{
    m_row.resize(m_filledBytes); // cells that are formatted only
    if (m_filled > 0) {
        for (; m_lines + 1 < line; ++m_lines)
            m_buffer += '\n';
        if (m_filled > m_width) {
            m_width = m_filled;
            m_stretches.push_back({ line, m_width });
        }
        fill(m_row, m_filled, m_width);
        m_buffer += m_row;
        m_buffer += '\n';
        m_lines = line;
    }
    m_row.clear();
    m_cells = m_filled = m_filledBytes = 0;
    if (m_buffer.size() >= kPiece)
        flush();
}

void PlainTable::flush()
{
    m_written += m_buffer.size();
    m_overLimit = m_overLimit || m_written > m_most;
    m_good = m_good && !m_overLimit
        && m_file.write(m_buffer.data(), static_cast<qint64>(m_buffer.size()))
            == static_cast<qint64>(m_buffer.size());
    m_buffer.clear();
}

/// Writes the lines again, those of the first stretches filled up to the width of the last one.
bool PlainTable::widen()
{
    if (!m_file.seek(0))
        return false;
    QFile wide(m_file.fileName() + QStringLiteral(".wide"));
    if (!wide.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return false;
    std::string out;
    std::string line;
    std::int64_t number = 0;
    std::size_t stretch = 0;
    std::uint64_t size = 0;
    const auto write = [&] {
        size += out.size();
        m_overLimit = m_overLimit || size > m_most;
        const bool good = !m_overLimit
            && wide.write(out.data(), static_cast<qint64>(out.size())) == static_cast<qint64>(out.size());
        out.clear();
        return good;
    };
    for (QByteArray piece = m_file.read(kPiece); !piece.isEmpty(); piece = m_file.read(kPiece)) {
        const std::string_view text(piece.constData(), static_cast<std::size_t>(piece.size()));
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = text.find('\n', begin);
            line += text.substr(begin, std::min(end, text.size()) - begin);
            if (end == std::string_view::npos)
                break;
            begin = end + 1;
            ++number;
            while (stretch + 1 < m_stretches.size() && m_stretches[stretch + 1].firstLine <= number)
                ++stretch;
            if (!line.empty())
                fill(line, m_stretches[stretch].width, m_width);
            out += line;
            out += '\n';
            line.clear();
            if (out.size() >= kPiece && !write())
                return false;
        }
    }
    if (!write())
        return false;
    m_file.close();
    wide.close();
    return m_file.remove() && wide.rename(m_file.fileName());
}

bool PlainTable::finish()
{
    flush();
    // Only where a later row was wider than the first one.
    if (m_good && m_stretches.size() > 1)
        m_good = widen();
    m_file.close();
    return m_good;
}

} // namespace btw::io
