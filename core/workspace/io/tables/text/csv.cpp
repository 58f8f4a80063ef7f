// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/csv.h"

#include "workspace/io/tables/text/textsource.h"
#include "workspace/io/text.h"

#include "engine/vectorised.h"

#include <algorithm>
#include <utility>

namespace btw::io {

namespace {

constexpr std::size_t kPiece = std::size_t(1) << 20;
// A quote that is never closed would otherwise take the rest of a large file into memory.
constexpr std::size_t kLongestRecord = std::size_t(256) << 20;

struct Lines
{
    bool plain = true;
    std::size_t count = 0;
};

/// Looks through at most 255 characters, which `next` follow by one.
BTW_VECTORISED void lookThrough(const char* at, const char* next, std::size_t size, Lines& lines)
{
    unsigned char strange = 0;
    unsigned char ends = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const auto quote = static_cast<unsigned char>(at[i] == '"');
        const auto feed = static_cast<unsigned char>(at[i] == '\n');
        const auto ret = static_cast<unsigned char>(at[i] == '\r');
        const auto feedNext = static_cast<unsigned char>(next[i] == '\n');
        const auto retNext = static_cast<unsigned char>(next[i] == '\r');
        strange |= quote | (feed & (feedNext | retNext)) | (ret & (feedNext ^ 1U));
        ends += feed;
    }
    lines.plain = lines.plain && strange == 0;
    lines.count += ends;
}

/// Whether a line begins with '#'. Hardly any text has that character, and looking for one character is fast.
bool hasHashedLine(std::string_view text)
{
    for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1))
        if (at == 0 || text[at - 1] == '\n')
            return true;
    return false;
}

/// Of a text that begins with a line: whether it has neither quotes nor blank lines nor lines that begin with
/// '#', nor carriage returns but before line feeds.
Lines linesOf(std::string_view text)
{
    Lines lines;
    if (text.empty() || isLineEnd(text.front()) || hasHashedLine(text)) {
        lines.plain = false;
        return lines;
    }
    constexpr std::size_t kMost = 255; // what a byte can count
    const std::size_t last = text.size() - 1; // nothing follows it
    for (std::size_t at = 0; at < last && lines.plain; at += kMost)
        lookThrough(text.data() + at, text.data() + at + 1, std::min(kMost, last - at), lines);
    lines.plain = lines.plain && text[last] != '"' && text[last] != '\r';
    lines.count += text[last] == '\n' ? 1 : 0;
    return lines;
}

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

CsvReader::CsvReader(std::string_view record, char separator, std::int64_t line)
    : m_text(record)
    , m_separator(separator)
    , m_nextLine(line)
{
}

std::string_view CsvReader::head(std::size_t lines, std::size_t bytes)
{
    const auto enough = [&] {
        const std::string_view text = m_text.substr(m_at);
        std::size_t found = 0;
        for (std::size_t i = 0; i < text.size() && found < lines; ++i)
            found += isLineEnd(text[i]) ? 1 : 0;
        return found >= lines || text.size() >= bytes;
    };
    while (m_source && !enough())
        refill(m_at);
    return m_text.substr(m_at);
}

void CsvReader::separateByBlanks()
{
    m_separator = '\t';
    if (m_source) {
        m_window.erase(0, std::exchange(m_at, 0));
        m_source->separateByBlanks(m_window);
    } else {
        std::string cells;
        BlankCells().append(m_text.substr(std::exchange(m_at, 0)), cells);
        m_window = std::move(cells);
    }
    m_text = m_window;
}

std::optional<CsvLines> CsvReader::takeLines(std::size_t bytes, std::size_t kept)
{
    if (!m_damage.empty() || m_at < m_recordsUntil)
        return std::nullopt;
    constexpr std::size_t kLongest = std::size_t(64) << 20; // of lines that are worth waiting for
    const auto wholeLines = [&](std::string_view rest) {
        // The last line goes on in the text that is still to come.
        std::size_t size = m_source ? rest.rfind('\n') + 1 : rest.size();
        for (std::size_t line = 0; line < kept && size > 0; ++line)
            size = rest.substr(0, size - 1).rfind('\n') + 1;
        return size;
    };
    while (m_source && m_text.size() - m_at < bytes)
        refill(m_at);
    std::size_t size = wholeLines(m_text.substr(m_at));
    while (m_source && kept > 0 && size == 0 && m_text.size() - m_at < kLongest) {
        refill(m_at);
        size = wholeLines(m_text.substr(m_at));
    }
    const std::string_view rest = m_text.substr(m_at);
    const Lines lines = linesOf(rest.substr(0, size));
    if (!lines.plain || m_window.empty()) {
        m_recordsUntil = m_at + std::max(size, rest.size());
        return std::nullopt;
    }
    CsvLines taken { {}, m_at, m_at + size, m_nextLine };
    m_nextLine += static_cast<std::int64_t>(lines.count);
    std::string tail(rest.substr(size));
    taken.text = std::exchange(m_window, std::move(tail));
    m_text = m_window;
    m_at = m_recordsUntil = m_lineEndsUntil = 0;
    return taken;
}

bool CsvReader::refill(std::size_t keepFrom)
{
    if (!m_source)
        return false;
    m_window.erase(0, keepFrom);
    m_at -= keepFrom;
    m_lineEndsUntil -= std::min(m_lineEndsUntil, keepFrom);
    m_recordsUntil -= std::min(m_recordsUntil, keepFrom);
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
    m_begin = m_end = m_at;
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
    m_end = m_at;
    if (m_at < size) {
        const bool pair = text[m_at] == '\r' && m_at + 1 < size && text[m_at + 1] == '\n';
        m_carriageReturns = m_carriageReturns || (text[m_at] == '\r' && !pair);
        m_at += pair ? 2 : 1;
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
