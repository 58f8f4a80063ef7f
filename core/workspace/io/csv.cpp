// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/csv.h"

#include <algorithm>
#include <cstring>

namespace btw::io {

CsvReader::CsvReader(std::string_view text)
    : m_text(text)
{
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (m_text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
        m_text.remove_prefix(kByteOrderMark.size());
    // Blank lines at the end are no records.
    std::size_t end = m_text.size();
    while (end > 0 && (m_text[end - 1] == '\n' || m_text[end - 1] == '\r'))
        --end;
    m_text = m_text.substr(0, end);
    chooseSeparator();
}

void CsvReader::chooseSeparator()
{
    std::int64_t commas = 0;
    std::int64_t semicolons = 0;
    std::int64_t tabs = 0;
    bool inQuotes = false;
    for (const char c : m_text) {
        if (c == '"')
            inQuotes = !inQuotes;
        if (inQuotes)
            continue;
        if (c == '\n' || c == '\r')
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

bool CsvReader::quotedCell()
{
    const std::size_t begin = m_at + 1;
    std::size_t from = begin;
    bool doubled = false;
    while (true) {
        const std::size_t quote = m_text.find('"', from);
        if (quote == std::string_view::npos) {
            m_damage = "a quote is opened and never closed";
            return false;
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
        if (inside[i] == '\n' || (inside[i] == '\r' && (i + 1 == inside.size() || inside[i + 1] != '\n')))
            ++m_nextLine;
    if (m_at < m_text.size() && m_text[m_at] != m_separator && m_text[m_at] != '\n' && m_text[m_at] != '\r') {
        m_damage = "text follows a closing quote";
        return false;
    }
    if (!doubled) {
        m_cells.push_back(inside);
        return true;
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
    return true;
}

bool CsvReader::next()
{
    m_cells.clear();
    m_buffer.clear();
    m_unquoted.clear();
    if (m_at >= m_text.size() || !m_damage.empty())
        return false;
    m_line = m_nextLine;
    const char* const text = m_text.data();
    const std::size_t size = m_text.size();
    while (true) {
        if (m_at < size && text[m_at] == '"') {
            if (!quotedCell())
                return false;
        } else {
            const std::size_t begin = m_at;
            while (m_at < size && text[m_at] != m_separator && text[m_at] != '\n' && text[m_at] != '\r')
                ++m_at;
            m_cells.emplace_back(text + begin, m_at - begin);
        }
        if (m_at >= size || text[m_at] != m_separator)
            break;
        ++m_at;
    }
    if (m_at < size) {
        m_at += text[m_at] == '\r' && m_at + 1 < size && text[m_at + 1] == '\n' ? 2 : 1;
        ++m_nextLine;
    }
    for (const Unquoted& piece : m_unquoted)
        m_cells[piece.cell] = std::string_view(m_buffer).substr(piece.begin, piece.end - piece.begin);
    return true;
}

} // namespace btw::io
