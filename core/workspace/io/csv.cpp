// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/csv.h"

#include "workspace/io/textsource.h"

#include <algorithm>

namespace btw::io {

namespace {

constexpr std::size_t kPiece = std::size_t(1) << 20;
// A quote that is never closed would otherwise take the rest of a large file into memory.
constexpr std::size_t kLongestRecord = std::size_t(256) << 20;

bool isLineEnd(char c) { return c == '\n' || c == '\r'; }

} // namespace

CsvReader::CsvReader(std::string_view text)
    : m_text(text)
{
    chooseSeparator();
}

CsvReader::CsvReader(TextSource& source)
    : m_source(&source)
{
    refill(0);
    chooseSeparator();
}

bool CsvReader::refill(std::size_t keepFrom)
{
    if (!m_source)
        return false;
    m_window.erase(0, keepFrom);
    m_at -= keepFrom;
    m_lineEndsUntil -= std::min(m_lineEndsUntil, keepFrom);
    // Twice what did not suffice: a long record is looked through a few times only.
    if (!m_source->read(m_window, std::max(kPiece, m_window.size())))
        m_source = nullptr;
    m_text = m_window;
    return true;
}

void CsvReader::chooseSeparator()
{
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (m_text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
        m_at = kByteOrderMark.size();
    std::int64_t commas = 0;
    std::int64_t semicolons = 0;
    std::int64_t tabs = 0;
    bool inQuotes = false;
    for (const char c : m_text.substr(m_at)) {
        if (c == '"')
            inQuotes = !inQuotes;
        if (inQuotes)
            continue;
        if (isLineEnd(c))
            break;
        commas += c == ',' ? 1 : 0;
        semicolons += c == ';' ? 1 : 0;
        tabs += c == '\t' ? 1 : 0;
    }
    if (tabs > commas && tabs >= semicolons)
        m_separator = '\t';
    else if (semicolons > commas)
        m_separator = ';';
}

bool CsvReader::isQuoted(std::size_t cell) const
{
    return std::binary_search(m_quoted.begin(), m_quoted.end(), cell);
}

CsvReader::Step CsvReader::quotedCell()
{
    const std::size_t begin = m_at + 1;
    std::size_t from = begin;
    bool doubled = false;
    while (true) {
        const std::size_t quote = m_text.find('"', from);
        // The character after a quote decides what it is.
        if (m_source && (quote == std::string_view::npos || quote + 1 == m_text.size()))
            return Step::Incomplete;
        if (quote == std::string_view::npos) {
            m_damage = "a quote is opened and never closed";
            return Step::Damage;
        }
        if (quote + 1 < m_text.size() && m_text[quote + 1] == '"') {
            doubled = true;
            from = quote + 2;
            continue;
        }
        m_at = quote + 1;
        break;
    }
    const std::string_view inside = m_text.substr(begin, m_at - 1 - begin);
    for (std::size_t i = 0; i < inside.size(); ++i)
        if (inside[i] == '\n' || (inside[i] == '\r' && (i + 1 == inside.size() || inside[i + 1] != '\n'))) {
            ++m_nextLine;
            m_quotedLineBreaks = true;
        }
    if (m_at < m_text.size() && m_text[m_at] != m_separator && !isLineEnd(m_text[m_at])) {
        m_damage = "text follows a closing quote";
        return Step::Damage;
    }
    m_quoted.push_back(m_cells.size());
    if (!doubled) {
        m_cells.push_back(inside);
        return Step::Record;
    }
    // The buffer may move while it grows: views into it are made at the end of the record.
    const std::size_t start = m_buffer.size();
    for (std::size_t i = 0; i < inside.size(); ++i) {
        m_buffer += inside[i];
        if (inside[i] == '"')
            ++i;
    }
    m_unquoted.push_back({ m_cells.size(), start, m_buffer.size() });
    m_cells.emplace_back();
    return Step::Record;
}

/// Blank lines at the end are no records.
bool CsvReader::onlyLineEndsFollow()
{
    if (m_lineEndsUntil > m_at)
        return false;
    std::size_t at = m_at;
    while (at < m_text.size() && isLineEnd(m_text[at]))
        ++at;
    m_lineEndsUntil = at < m_text.size() ? at : 0;
    return at == m_text.size();
}

CsvReader::Step CsvReader::record()
{
    m_cells.clear();
    m_buffer.clear();
    m_unquoted.clear();
    m_quoted.clear();
    m_line = m_nextLine;
    if (m_at == m_text.size() || (isLineEnd(m_text[m_at]) && onlyLineEndsFollow()))
        return m_source ? Step::Incomplete : Step::End;
    const char* const text = m_text.data();
    const std::size_t size = m_text.size();
    while (true) {
        if (m_at < size && text[m_at] == '"') {
            if (const Step step = quotedCell(); step != Step::Record)
                return step;
        } else {
            const std::size_t begin = m_at;
            while (m_at < size && text[m_at] != m_separator && !isLineEnd(text[m_at]))
                ++m_at;
            m_cells.emplace_back(text + begin, m_at - begin);
        }
        if (m_at >= size || text[m_at] != m_separator)
            break;
        ++m_at;
    }
    // CR LF may lie on both sides of the window's end.
    if (m_source && m_at + 1 >= size)
        return Step::Incomplete;
    if (m_at < size) {
        m_carriageReturns = m_carriageReturns || text[m_at] == '\r';
        m_at += text[m_at] == '\r' && m_at + 1 < size && text[m_at + 1] == '\n' ? 2 : 1;
        ++m_nextLine;
    }
    for (const Unquoted& piece : m_unquoted)
        m_cells[piece.cell] = std::string_view(m_buffer).substr(piece.begin, piece.end - piece.begin);
    return Step::Record;
}

bool CsvReader::next()
{
    if (!m_damage.empty())
        return false;
    while (true) {
        const std::size_t begin = m_at;
        const std::int64_t line = m_nextLine;
        const Step step = record();
        if (step != Step::Incomplete)
            return step == Step::Record;
        m_at = begin;
        m_nextLine = line;
        if (m_text.size() - begin > kLongestRecord) {
            m_damage = "the row is longer than 256 MiB: a quote that opens a cell is probably never closed";
            return false;
        }
        refill(begin);
    }
}

} // namespace btw::io
