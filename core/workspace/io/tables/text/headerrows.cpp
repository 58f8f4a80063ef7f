// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/headerrows.h"

#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/cells/numberstyle.h"
#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/tables/text/rowwords.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <set>

namespace btw::io {

namespace {

/// Rows before the header that are looked at.
constexpr std::size_t kMostBefore = 20;

/// A first record of numbers is a row, not a header; but 0, 1, 2, ... are names that programs give.
bool areNumbersOfARow(const std::vector<std::string>& record)
{
    bool counts = record.size() > 1;
    double first = 0;
    for (std::size_t c = 0; c < record.size(); ++c) {
        double value = 0;
        if (parseNumber(record[c], value) != NumberKind::Number)
            return false;
        first = c == 0 ? value : first;
        counts = counts && (first == 0 || first == 1) && value == first + static_cast<double>(c);
    }
    return !counts;
}

bool hasFraction(std::string_view cell)
{
    double value = 0;
    std::uint8_t points = 0;
    return parseNumber(cell, value, points) == NumberKind::Number && points != 0;
}

bool hasNumbers(const HeadRecord& record)
{
    return std::any_of(
        record.cells.begin(), record.cells.end(), [](const std::string& cell) { return isLikeNumber(cell); });
}

/// Columns most of whose cells are numbers, among records of the head's width.
std::vector<bool> numericColumns(const TableHead& head)
{
    std::vector<std::size_t> numbers(head.width);
    std::vector<std::size_t> filled(head.width);
    for (const HeadRecord& record : head.records)
        for (std::size_t c = 0; record.cells.size() == head.width && c < head.width; ++c) {
            if (record.cells[c].empty() || isMissingWord(record.cells[c]))
                continue;
            ++filled[c];
            numbers[c] += isLikeNumber(record.cells[c]) ? 1 : 0;
        }
    std::vector<bool> out(head.width);
    for (std::size_t c = 0; c < head.width; ++c)
        out[c] = numbers[c] > 0 && numbers[c] * 2 >= filled[c];
    return out;
}

class Finder
{
public:
    explicit Finder(const TableHead& head)
        : m_head(head)
        , m_records(head.records)
        , m_numeric(numericColumns(head))
        , m_numericCount(static_cast<std::size_t>(std::count(m_numeric.begin(), m_numeric.end(), true)))
    {
    }

    HeaderRows find(std::optional<bool> isHeader, std::int64_t line)
    {
        std::size_t first = 0;
        for (; first < m_records.size(); ++first)
            if (m_records[first].comment && !isTableWithHashes(first))
                m_rows.comments.push_back(first);
            else if (!m_records[first].isBlank())
                break;
        m_rows.firstRow = first;
        if (first == m_records.size() && m_rows.comments.empty())
            return m_rows;
        if (line > 0)
            given(line);
        else if (isHeader == false)
            return m_rows;
        else if (first == m_records.size() || kindOf(first) == Kind::Row)
            headerAboveRow(first, isHeader);
        else
            chooseHeader(first);
        if (m_rows.header)
            below(*m_rows.header);
        return m_rows;
    }

private:
    enum class Kind : std::uint8_t {
        Blank,
        Narrow, ///< far fewer cells, or hardly any is filled
        Names, ///< words where the rows have numbers
        Row
    };

    /// Every cell of a column that holds anything has a text of its own; the first, which is often that of
    /// row numbers, may be empty.
    bool isComplete(const HeadRecord& record) const
    {
        std::set<std::string_view> seen;
        for (std::size_t c = 0; c < record.cells.size(); ++c) {
            const std::string& cell = record.cells[c];
            if (cell.empty() ? isUsed(c) && (c > 0 || record.cells.size() == 1) : !seen.insert(cell).second)
                return false;
        }
        return !seen.empty();
    }

    /// Whether rows have anything in a column: spreadsheets write empty ones, too.
    bool isUsed(std::size_t column) const
    {
        constexpr std::ptrdiff_t kHeaders = 3;
        return std::count_if(m_records.begin(), m_records.end(), [column](const HeadRecord& record) {
            return column < record.cells.size() && !record.cells[column].empty();
        }) > std::min<std::ptrdiff_t>(kHeaders, static_cast<std::ptrdiff_t>(m_records.size()) / 2);
    }

    /// A table whose very ids begin with '#', or with a column of that name.
    bool isTableWithHashes(std::size_t first) const
    {
        if (m_records[first].cells.size() != m_head.width || m_head.width < 2)
            return false;
        if (m_records[first].cells[0] == "#" && m_numeric[0] && !hasNumbers(m_records[first]))
            return true;
        const auto hashes = static_cast<std::size_t>(
            std::count_if(m_records.begin(), m_records.end(), [this](const HeadRecord& record) {
                return record.comment && record.cells.size() == m_head.width;
            }));
        return hashes * 2 > m_records.size();
    }

    Kind kindOf(std::size_t at) const
    {
        const HeadRecord& record = m_records[at];
        if (record.isBlank())
            return Kind::Blank;
        const std::size_t size = record.cells.size();
        if (size != m_head.width) {
            if (size + 1 == m_head.width && record.filled == size && !hasNumbers(record))
                return Kind::Names; // without a name for the first column, perhaps
            const auto numbers = static_cast<std::size_t>(std::count_if(record.cells.begin(),
                record.cells.end(), [](const std::string& cell) { return isLikeNumber(cell); }));
            return size < m_head.width || numbers * 2 < record.filled ? Kind::Narrow : Kind::Row;
        }
        std::size_t numbers = 0;
        std::size_t words = 0;
        for (std::size_t c = 0; c < size; ++c) {
            if (!m_numeric[c] || record.cells[c].empty() || isMissingWord(record.cells[c]))
                continue;
            numbers += isLikeNumber(record.cells[c]) ? 1 : 0;
            words += isLikeNumber(record.cells[c]) ? 0 : 1;
        }
        if (numbers > 0)
            return Kind::Row;
        if (record.filled == 1 && size > 1 && !(size == 2 && m_numericCount == 0))
            return Kind::Narrow;
        return words > 0 || m_numericCount == 0 ? Kind::Names : Kind::Row;
    }

    void given(std::int64_t line)
    {
        m_rows.comments.clear();
        for (std::size_t at = 0; at < m_records.size(); ++at)
            if (m_records[at].line == line)
                setHeader(at);
    }

    void setHeader(std::size_t at)
    {
        m_rows.header = at;
        m_rows.firstRow = at + 1;
    }

    /// Names may stand in a line that begins with '#', numbers may be names, or there is no header.
    void headerAboveRow(std::size_t first, std::optional<bool> isHeader)
    {
        if (!m_rows.comments.empty()) {
            const std::size_t last = m_rows.comments.back();
            const HeadRecord& record = m_records[last];
            // "# id x y": the mark is a cell of its own where blanks stand between them.
            const std::size_t size = record.cells.size() - (record.cells[0] == "#" ? 1 : 0);
            const bool fits = size == m_head.width || size + 1 == m_head.width;
            if (m_head.width > 1 && fits && isComplete(record) && !hasNumbers(record)) {
                m_rows.comments.pop_back();
                setHeader(last);
                return;
            }
        }
        if (first < m_records.size() && (isHeader == true || !isPlainlyARow(first)))
            setHeader(first);
    }

    bool isPlainlyARow(std::size_t at) const
    {
        const HeadRecord& record = m_records[at];
        if (areNumbersOfARow(record.cells))
            return true;
        if (record.cells.size() != m_head.width || m_numericCount < 2)
            return false;
        // Names are no decimals, and do not come again below, as words of a row do.
        bool fraction = false;
        bool again = false;
        for (std::size_t c = 0; c < record.cells.size(); ++c) {
            const std::string& cell = record.cells[c];
            if (m_numeric[c] && !cell.empty() && !isLikeNumber(cell))
                return false;
            fraction = fraction || (m_numeric[c] && hasFraction(cell));
            for (std::size_t r = at + 1; !m_numeric[c] && !cell.empty() && r < m_records.size(); ++r)
                again = again || (c < m_records[r].cells.size() && m_records[r].cells[c] == cell);
        }
        return fraction || again;
    }

    /// Words stand above the first row with numbers: which of them are the names?
    void chooseHeader(std::size_t first)
    {
        std::size_t end = first;
        std::vector<std::size_t> names;
        for (; end < m_records.size() && end <= first + kMostBefore; ++end) {
            const Kind kind = kindOf(end);
            if (kind == Kind::Row)
                break;
            if (kind == Kind::Names)
                names.push_back(end);
            // Without numbers, nothing tells rows from names but that names come first.
            if (m_numericCount == 0 && kind == Kind::Names)
                break;
        }
        std::vector<std::size_t> complete;
        for (const std::size_t at : names)
            if (isComplete(m_records[at]) && !isUnits(at)
                && (complete.empty() || m_records[at].cells != m_records[complete[0]].cells))
                complete.push_back(at);
        // A line of a title may by chance have but one cell less.
        const auto isWide = [this](std::size_t at) { return m_records[at].cells.size() == m_head.width; };
        if (std::any_of(complete.begin(), complete.end(), isWide)) {
            std::erase_if(complete, [&](std::size_t at) { return !isWide(at); });
            std::erase_if(names, [&](std::size_t at) { return !isWide(at); });
        }
        if (names.empty())
            return setHeader(first);
        if (complete.empty() && names.size() > 1) {
            m_rows.fault = HeaderRows::Fault::Several;
            m_rows.faulty = names;
            return setHeader(names.back());
        }
        setHeader(complete.empty() ? names.front() : complete.front());
        for (std::size_t at = first; at < *m_rows.header; ++at)
            if (std::find(names.begin(), names.end(), at) != names.end())
                m_rows.headings.push_back(at);
            else if (!m_records[at].isBlank())
                m_rows.titles.push_back(at);
    }

    /// Whether the words of a row are units where the others have numbers.
    bool isUnits(std::size_t at) const
    {
        const HeadRecord& record = m_records[at];
        std::size_t units = 0;
        std::size_t others = 0;
        bool sure = false; // a letter alone is a name as often
        for (std::size_t c = 0; c < std::min(record.cells.size(), m_numeric.size()); ++c) {
            if (!m_numeric[c] || record.cells[c].empty())
                continue;
            const bool unit = isUnit(record.cells[c]);
            (unit ? units : others) += 1;
            const char first = record.cells[c][0];
            sure = sure || (unit && (record.cells[c].size() > 1 || first == '%'));
        }
        return sure && units >= others;
    }

    bool isOrange(std::size_t at) const
    {
        static const Names kTypes = { "c", "d", "s", "t", "continuous", "discrete", "string", "time",
            "basket", "numeric", "categorical", "text", "meta", "class", "ignore", "i", "weight" };
        const HeadRecord& record = m_records[at];
        return record.filled > 1
            && std::all_of(record.cells.begin(), record.cells.end(),
                [](const std::string& cell) { return cell.empty() || isOneOf(cell, kTypes); });
    }

    /// What stands between the header and the rows.
    void below(std::size_t header)
    {
        std::vector<std::size_t> others;
        std::size_t at = header + 1;
        for (; at < m_records.size() && at <= header + 3; ++at) {
            const HeadRecord& record = m_records[at];
            if (record.cells.size() != m_head.width || m_numericCount == 0 || record.comment)
                break;
            // pandas names the index below the names of the columns where these stand in several rows.
            const bool isIndex = at == header + 1 && m_records[header].cells[0].empty() && record.filled == 1
                && !record.cells[0].empty() && !isLikeNumber(record.cells[0]) && !m_rows.headings.empty();
            if (isIndex) {
                m_rows.fault = HeaderRows::Fault::Several;
                m_rows.faulty = m_rows.headings;
                m_rows.faulty.insert(m_rows.faulty.end(), { header, at });
                m_rows.headings.clear();
                m_rows.firstRow = at + 1;
                return;
            }
            if (record.cells == m_records[header].cells) {
                m_rows.repeated.push_back(at);
                continue;
            }
            std::size_t words = 0;
            for (std::size_t c = 0; c < record.cells.size(); ++c)
                words += m_numeric[c] && !record.cells[c].empty() && !isMissingWord(record.cells[c]) ? 1 : 0;
            const bool enough = (words > 1 && words * 2 >= m_numericCount)
                || (m_numericCount == 1 && words == 1 && isUnits(at)) || (!others.empty() && isOrange(at));
            if (kindOf(at) == Kind::Row || !enough)
                break;
            if (isUnits(at) && !isOrange(at))
                m_rows.units.push_back(at);
            else
                others.push_back(at);
        }
        m_rows.firstRow = at;
        if (others.empty() || m_rows.fault != HeaderRows::Fault::None)
            return;
        m_rows.faulty = others;
        m_rows.fault = others.size() > 1 && isOrange(others[0]) && isOrange(others[1])
            ? HeaderRows::Fault::Orange
            : isComplete(m_records[others[0]]) ? HeaderRows::Fault::Second
                                               : HeaderRows::Fault::Descriptions;
    }

    const TableHead& m_head;
    const std::vector<HeadRecord>& m_records;
    const std::vector<bool> m_numeric;
    const std::size_t m_numericCount;
    HeaderRows m_rows;
};

} // namespace

HeaderRows findHeader(const TableHead& head, std::optional<bool> isHeader, std::int64_t line)
{
    return Finder(head).find(isHeader, line);
}

} // namespace btw::io
