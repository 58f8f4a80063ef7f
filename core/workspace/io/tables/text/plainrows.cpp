// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/plainrows.h"

#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace btw::io {

namespace {

/// The end of the cell that begins at `at`: a separator, a line end or `end`.
const char* cellEnd(const char* at, const char* end, char separator)
{
    while (at != end && *at != separator && !isLineEnd(*at))
        ++at;
    return at;
}

/// Reads the number of a cell and goes to the cell's end. Missing is told by NaN; false where there is text,
/// or a number that no float holds.
bool readNumber(const char*& at, const char* end, char separator, double& value, std::uint8_t& points)
{
    std::uint8_t own = 0; // of what may turn out to be only the beginning of a cell
    const char* const next = parsePlain(at, end, value, own);
    if (next != nullptr && (next == end || *next == separator || isLineEnd(*next))) {
        at = next;
        points |= own;
    } else {
        const char* const begin = std::exchange(at, cellEnd(at, end, separator));
        const NumberKind kind = parseNumber({ begin, static_cast<std::size_t>(at - begin) }, value, points);
        if (kind == NumberKind::Missing)
            return true;
        if (kind != NumberKind::Number)
            return false;
    }
    return std::fabs(value) <= static_cast<double>(std::numeric_limits<float>::max());
}

} // namespace

std::size_t PlainColumns::want(std::size_t column, Use use, IsPlain isPlain)
{
    Column& wanted = m_columns[column];
    if (wanted.use == Use::None)
        wanted = { use, m_counts.at(static_cast<std::size_t>(use))++, isPlain };
    m_possible = m_possible && wanted.use == use && wanted.isPlain == isPlain;
    return wanted.place;
}

void PlainColumns::setSuspiciousFirstCells(std::vector<std::string> firstCells)
{
    m_oddCells = std::move(firstCells);
    for (const std::string& cell : m_oddCells) {
        if (cell.empty())
            continue;
        m_oddBytes[static_cast<unsigned char>(cell[0])] = true;
        if (cell[0] >= 'a' && cell[0] <= 'z')
            m_oddBytes[static_cast<unsigned char>(cell[0] - 'a' + 'A')] = true;
    }
}

/// Whether the cell begins with one of the words, and goes on with no letter or digit.
bool PlainColumns::isOddCell(const char* at, const char* end, char separator) const
{
    const std::string_view cell(at, static_cast<std::size_t>(cellEnd(at, end, separator) - at));
    return std::any_of(m_oddCells.begin(), m_oddCells.end(), [&](const std::string& word) {
        if (word.empty() || cell.size() < word.size()
            || !std::equal(
                word.begin(), word.end(), cell.begin(), [](char a, char b) { return a == lowered(b); }))
            return false;
        const char next = cell.size() > word.size() ? cell[word.size()] : ' ';
        return !isLetter(next) && !isDigit(next) && next != '_';
    });
}

PlainRows::PlainRows(CsvLines lines, const PlainColumns& columns, char separator, bool doubtPoints)
    : m_source(std::move(lines))
    , m_doubtPoints(doubtPoints)
    , m_featureCount(columns.count(PlainColumns::Use::Feature))
    , m_numberCount(columns.count(PlainColumns::Use::Number))
    , m_textCount(columns.count(PlainColumns::Use::Text))
{
    const char* at = m_source.text.data() + m_source.begin;
    const char* const end = m_source.text.data() + m_source.end;
    // Rows are of one length, more or less: room for all of them at once.
    const auto length = static_cast<std::size_t>(std::find(at, end, '\n') - at) + 1;
    const std::size_t rows = bytes() / length * 5 / 4 + 1;
    m_lines.reserve(rows);
    resize(rows);
    for (std::int64_t line = m_source.line; at != end; ++line) {
        const char* const begin = at;
        if (read(at, end, columns, separator)) {
            m_lines.push_back(line);
            continue;
        }
        at = std::find(at, end, '\n');
        const std::size_t size = static_cast<std::size_t>(at - begin) - (at[-1] == '\r' ? 1 : 0);
        m_odd.push_back({ m_lines.size(), { begin, size }, line });
        at += at == end ? 0 : 1;
    }
}

void PlainRows::resize(std::size_t rows)
{
    m_room = rows;
    m_features.resize(rows * m_featureCount);
    m_numbers.resize(rows * m_numberCount);
    m_texts.resize(rows * m_textCount);
}

/// Reads the row that begins at `at`, with its line end. False where it is not plain; `at` is then somewhere
/// in it.
bool PlainRows::read(const char*& at, const char* end, const PlainColumns& columns, char separator)
{
    if (columns.isOdd(at, end, separator))
        return false;
    if (m_lines.size() == m_room)
        resize(2 * m_room);
    float* const features = m_features.data() + m_lines.size() * m_featureCount;
    double* const numbers = m_numbers.data() + m_lines.size() * m_numberCount;
    std::string_view* const texts = m_texts.data() + m_lines.size() * m_textCount;
    std::uint8_t points = 0;
    const PlainColumns::Column* const last = &columns.columns().back();
    for (const PlainColumns::Column& column : columns.columns()) {
        double value = 0;
        switch (column.use) {
        case PlainColumns::Use::Feature:
            if (!readNumber(at, end, separator, value, points))
                return false;
            features[column.place] = static_cast<float>(value);
            break;
        case PlainColumns::Use::Number:
            if (!readNumber(at, end, separator, value, points) || std::isnan(value))
                return false;
            numbers[column.place] = value;
            break;
        case PlainColumns::Use::Text: {
            const char* const begin = std::exchange(at, cellEnd(at, end, separator));
            const std::string_view cell(begin, static_cast<std::size_t>(at - begin));
            if (column.isPlain != nullptr && !column.isPlain(cell))
                return false;
            texts[column.place] = cell;
            break;
        }
        case PlainColumns::Use::None:
            at = cellEnd(at, end, separator);
        }
        const bool more = at != end && *at == separator;
        if (more != (&column != last))
            return false;
        at += more ? 1 : 0;
    }
    // Whether such points stand before decimals is to be found out where other points do not tell.
    if (m_doubtPoints && points != 0 && ((m_points | points) & kClearPoint) == 0)
        return false;
    m_points |= points;
    if (at != end)
        at += *at == '\r' ? 2 : 1;
    return true;
}

} // namespace btw::io
