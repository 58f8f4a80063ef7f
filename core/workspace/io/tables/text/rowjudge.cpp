// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/rowjudge.h"

#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/text/rowwords.h"
#include "workspace/io/tables/text/tablehead.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace btw::io {

namespace {

using data::Severity;

std::string_view firstFilled(const CsvReader& record)
{
    for (const std::string_view cell : record.cells())
        if (!trimmed(cell).empty())
            return trimmed(cell);
    return {};
}

std::size_t filledCells(const CsvReader& record)
{
    return static_cast<std::size_t>(std::count_if(record.cells().begin(), record.cells().end(),
        [](std::string_view cell) { return !trimmed(cell).empty(); }));
}

bool hasDigit(std::string_view cell)
{
    return std::any_of(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isOne(const std::vector<std::int64_t>& lines) { return lines.size() == 1; }

} // namespace

RowJudge::RowJudge(const TableLayout& layout, std::string file, Takers takers, Problems& problems)
    : m_layout(layout)
    , m_file(std::move(file))
    , m_takers(std::move(takers))
    , m_problems(problems)
{
    constexpr std::size_t kFewest = 3;
    std::set<std::string_view> different;
    std::size_t cells = 0;
    for (const std::string& cell : layout.firstCells) {
        if (isTotalWord(cell) || isPerhapsTotalWord(cell))
            continue;
        ++cells;
        m_digits += hasDigit(cell) ? 1 : 0;
        different.insert(cell);
    }
    m_distinct = cells >= kFewest && different.size() == cells;
    m_withoutDigits = layout.firstCells.size() - m_digits;
}

bool RowJudge::namesHaveDigits() const
{
    return m_distinct && m_digits * 5 >= m_layout.firstCells.size() * 4;
}

std::vector<std::string> RowJudge::suspiciousFirstCells(const TableLayout& layout)
{
    std::vector<std::string> out(totalWords());
    out.insert(out.end(), perhapsTotalWords().begin(), perhapsTotalWords().end());
    if (!layout.header.empty())
        out.push_back(lowered(layout.header[0]));
    return out;
}

bool RowJudge::isTotal(const CsvReader& record) const
{
    constexpr std::size_t kFewest = 2;
    if (m_layout.width() < kFewest)
        return false;
    const std::string first(firstFilled(record));
    // Where the others are called p001, p002, ..., nobody is called "max".
    const bool perhaps
        = namesHaveDigits() && !trimmed(record.cells()[0]).empty() && isPerhapsTotalWord(first);
    if (!isTotalWord(first) && !perhaps)
        return false;
    // A word that comes again and again names a kind of rows.
    return std::count(m_layout.firstCells.begin(), m_layout.firstCells.end(), lowered(first)) < 2;
}

bool RowJudge::isLargerThanRows(const CsvReader& record) const
{
    std::size_t larger = 0;
    std::size_t all = 0;
    for (std::size_t c = 0; c < std::min(record.cells().size(), m_layout.numbers.size()); ++c) {
        const ColumnNumbers& numbers = m_layout.numbers[c];
        double value = 0;
        if (numbers.count < 2 || parseNumber(record.cells()[c], value) != NumberKind::Number)
            continue;
        ++all;
        larger += std::fabs(value) > std::max(std::fabs(numbers.least), std::fabs(numbers.greatest)) ? 1 : 0;
    }
    return all > 0 && larger * 2 > all;
}

RowJudge::Kind RowJudge::kindOf(const CsvReader& record) const
{
    const std::vector<std::string_view>& cells = record.cells();
    const std::size_t width = m_layout.width();
    const std::size_t filled = filledCells(record);
    if (filled == 0 && (cells.size() != width || width == 1))
        return Kind::Blank;
    if (filled == 0)
        return Kind::Empty;
    if (!m_layout.rowsBeginWithHash && trimmed(cells[0]).starts_with('#'))
        return cells.size() == width ? Kind::CommentedRow : Kind::Comment;
    if (cells.size() == m_layout.header.size()
        && std::equal(cells.begin(), cells.end(), m_layout.header.begin(),
            [](std::string_view cell, const std::string& name) { return trimmed(cell) == name; }))
        return Kind::Header;
    if (isTotal(record))
        return Kind::Total;
    const std::string_view first = firstFilled(record);
    const bool sentence = first.find_first_of(" :=") != std::string_view::npos || first.starts_with('*')
        || first.starts_with('(') || first.starts_with('[') || first.starts_with('!')
        || first.starts_with("--");
    const bool numbers
        = std::any_of(cells.begin(), cells.end(), [](std::string_view cell) { return isLikeNumber(cell); });
    const bool alone = filled == 1 && width > 1;
    const bool usual = std::any_of(m_layout.firstCells.begin(), m_layout.firstCells.end(),
        [](const std::string& cell) { return cell.find_first_of(" :=") != std::string::npos; });
    if (sentence && (cells.size() == width ? alone && !usual : cells.size() < width && !numbers))
        return Kind::Text;
    return cells.size() == width ? Kind::Row : Kind::OtherLength;
}

void RowJudge::take(const CsvReader& record)
{
    if (record.line() < m_layout.firstRowLine || m_layout.isLeftOut(record.line()))
        return;
    const Kind kind = kindOf(record);
    switch (kind) {
    case Kind::Comment:
        m_comments.push_back(record.line());
        return;
    case Kind::Header:
        m_headers.push_back(record.line());
        return;
    case Kind::Blank:
    case Kind::Empty:
    case Kind::Text:
    case Kind::Total: {
        constexpr std::size_t kMostHeld = 1000;
        m_held.push_back({ kind, record.line(), std::string(record.text()) });
        if (m_held.size() > kMostHeld)
            releaseHeld();
        return;
    }
    case Kind::Row:
    case Kind::OtherLength:
    case Kind::CommentedRow:
        break;
    }
    releaseHeld();
    judge(record, kind);
}

void RowJudge::releaseHeld()
{
    for (const Held& held : std::exchange(m_held, {})) {
        CsvReader record(held.text, m_layout.separator, held.line);
        record.next();
        judge(record, held.kind);
    }
}

/// Where a number with a comma was perhaps parted into two cells: which one.
std::string RowJudge::partedNumber(const CsvReader& record) const
{
    const std::vector<std::string_view>& cells = record.cells();
    if (m_layout.separator != ',' || cells.size() != m_layout.width() + 1)
        return {};
    // Thousands first: decimals are any digits.
    for (const bool thousands : { true, false })
        for (std::size_t c = 0; c + 1 < cells.size(); ++c) {
            std::string_view whole = trimmed(cells[c]);
            if (whole.starts_with('-') || whole.starts_with('+'))
                whole.remove_prefix(1);
            const std::string_view rest = trimmed(cells[c + 1]);
            const std::string_view group = rest.substr(0, rest.find('.'));
            const bool fits
                = thousands ? whole.size() <= 3 && group.size() == 3 && areDigits(group) : areDigits(rest);
            if (areDigits(whole) && fits)
                return "; perhaps the comma in "
                    + inQuotes(std::string(cells[c]) + "," + std::string(cells[c + 1]))
                    + " is part of a number";
        }
    return {};
}

/// Of what stands above a row.
void RowJudge::judge(const CsvReader& record, Kind kind)
{
    const std::size_t cells = record.cells().size();
    if (m_takers.isDropped(record))
        m_takers.leftOut(record);
    else if (kind == Kind::Blank)
        m_blanks.push_back(record.line());
    else if (kind == Kind::CommentedRow)
        error("comment-rows", record, "the row begins with '#': it may be a comment, or a row",
            "leave out the row, or remove the '#'");
    else if (kind == Kind::Total && cells == m_layout.width() && isLargerThanRows(record))
        error("total-row", record,
            "the row is called " + inQuotes(firstFilled(record))
                + ", and its numbers are larger than those of the first rows: it may be a sum of rows",
            "leave out the row, or give it another name");
    else if (kind == Kind::Total && cells == m_layout.width() && m_distinct)
        error("total-row", record,
            { "the row is called {}, while the others have names of their own: it may describe them, and not "
              "be an instance itself",
                inQuotes(firstFilled(record)) },
            "leave out the row, or give it another name");
    else if (areColumnNumbers(record))
        error("column-numbers", record,
            "the first row numbers the columns, and does not seem to be a row of data", "leave out the row");
    else if (cells != m_layout.width())
        error("row-length", record,
            { "the row has {} cells where {} has {}{}", cells,
                m_layout.headerLine > 1 ? "the header in row " + std::to_string(m_layout.headerLine)
                                        : std::string("the first row"),
                m_layout.width(), partedNumber(record) },
            "give every row the same number of cells, in quotes where a cell holds a separator");
    else {
        m_last.assign(record.text());
        m_lastLine = record.line();
        if (record.line() == m_layout.firstRowLine)
            tellOtherName(record, "first");
        m_takers.row(record);
    }
}

/// "1,2,3,4,5,6" below the header.
bool RowJudge::areColumnNumbers(const CsvReader& record) const
{
    constexpr std::size_t kFewest = 3;
    constexpr std::size_t kSure = 5; // of fewer, the rows below have to begin in another way
    const std::vector<std::string_view>& cells = record.cells();
    if (record.line() != m_layout.firstRowLine || !m_layout.named || cells.size() < kFewest)
        return false;
    const std::size_t first = trimmed(cells[0]) == "0" ? 0 : 1;
    for (std::size_t c = 0; c < cells.size(); ++c)
        if (trimmed(cells[c]) != std::to_string(c + first))
            return false;
    if (cells.size() < kSure && (m_layout.firstCells.size() < 2 || wholeNumber(m_layout.firstCells[1])))
        return false;
    // Rows that are numbered themselves may begin so by chance.
    return m_layout.firstCells.size() < 2 || m_layout.firstCells[1] != std::to_string(first + 1);
}

/// A row of another kind of name than all others may be no instance: "control" below p001, p002, ...
void RowJudge::tellOtherName(const CsvReader& record, const char* which)
{
    constexpr std::size_t kFewest = 8;
    const std::string_view first = trimmed(record.cells()[0]);
    if (!m_distinct || m_layout.firstCells.size() < kFewest || m_withoutDigits > 1 || first.empty()
        || hasDigit(first) || isMissingWord(first))
        return;
    m_problems.warning("row-name", place(m_file, record.line()),
        { "the {} row is called {}, while the other rows have names with digits, as {}: it is read as a row "
          "like the others",
            which, inQuotes(first), inQuotes(m_layout.firstCells[m_layout.firstCells.size() / 2]) },
        "leave out the row, if it is not an instance", { DropRow { m_file, record.line() } });
}

/// Blank rows at equal distances come from line ends that another program doubled; any other one may part two
/// tables.
void RowJudge::tellBlanks()
{
    constexpr std::size_t kFewest = 3;
    bool regular = m_blanks.size() >= kFewest;
    for (std::size_t i = 2; i < m_blanks.size(); ++i)
        regular = regular && m_blanks[i] - m_blanks[i - 1] == m_blanks[1] - m_blanks[0];
    constexpr std::int64_t kNear = 3;
    if (regular && m_blanks[1] - m_blanks[0] <= kNear) {
        tell(Severity::Note, "blank-rows", m_blanks, "are blank, one after each row, and are left out",
            "nothing needs to be done");
        return;
    }
    for (const std::int64_t line : m_blanks)
        m_problems.error("blank-row", place(m_file, line), "the row is blank", "remove the blank row",
            { DropRow { m_file, line } });
}

void RowJudge::error(
    const char* code, const CsvReader& record, const data::Sentence& what, const std::string& remedy)
{
    m_problems.error(code, place(m_file, record.line()), what, remedy, { DropRow { m_file, record.line() } });
}

void RowJudge::tell(Severity severity, const char* code, const std::vector<std::int64_t>& lines,
    const std::string& what, const std::string& remedy)
{
    if (!lines.empty())
        m_problems.add(
            severity, code, place(m_file, lines.front()), rowsAsSubject(lines) + " " + what, remedy);
}

void RowJudge::finish()
{
    tellBlanks();
    tellFooters();
    tellSums();
    CsvReader last(m_last, m_layout.separator, m_lastLine);
    if (m_lastLine > m_layout.firstRowLine && last.next() && !m_takers.isDropped(last))
        tellOtherName(last, "last");
    tell(Severity::Warning, "comment-rows", m_comments,
        isOne(m_comments) ? "begins with '#' and is left out as a comment"
                          : "begin with '#' and are left out as comments",
        "nothing to do unless they are rows of the table");
    tell(Severity::Warning, "repeated-header", m_headers,
        isOne(m_headers) ? "repeats the header and is left out" : "repeat the header and are left out",
        "nothing needs to be done, if two files were joined here");
}

void RowJudge::tellFooters()
{
    std::vector<std::int64_t> empty;
    std::vector<std::int64_t> footers;
    std::vector<std::int64_t> totals;
    std::vector<std::string> called;
    std::string text;
    for (const Held& held : std::exchange(m_held, {})) {
        CsvReader record(held.text, m_layout.separator, held.line);
        record.next();
        if (m_takers.isDropped(record))
            continue;
        if (held.kind == Kind::Total) {
            totals.push_back(held.line);
            called.push_back(inQuotes(firstFilled(record)));
        } else if (held.kind == Kind::Text) {
            footers.push_back(held.line);
            text = text.empty() ? inQuotes(firstFilled(record)) : text;
        } else {
            empty.push_back(held.line);
        }
    }
    constexpr std::size_t kShown = 8;
    if (isOne(totals))
        tell(Severity::Warning, "total-row", totals,
            "at the end is called " + called.front()
                + " and is left out: it says something about all rows and is not one of them",
            "nothing needs to be done; give the row another name if it is a row like the others");
    else
        tell(Severity::Warning, "total-row", totals,
            "at the end are called " + commaList(called, kShown)
                + " and are left out: they say something about all rows and are not among them",
            "nothing needs to be done; give them other names if they are rows like the others");
    tell(Severity::Note, "empty-rows", empty,
        isOne(empty) ? "at the end of the table is blank and is left out"
                     : "at the end of the table are blank and are left out",
        "nothing needs to be done");
    tell(Severity::Warning, "footer-rows", footers,
        std::string("below the table ") + (isOne(footers) ? "is" : "are")
            + " read as a footer and left out: " + text,
        "nothing to do unless they are rows of the table");
}

/// A last row that holds the sums of the columns, without saying so.
void RowJudge::tellSums()
{
    CsvReader record(m_last, m_layout.separator, m_lastLine);
    constexpr std::int64_t kFewestRows = 8;
    const auto rows = static_cast<double>(m_lastLine - m_layout.firstRowLine);
    if (m_lastLine - m_layout.firstRowLine < kFewestRows || !record.next() || m_takers.isDropped(record))
        return;
    std::size_t sums = 0;
    std::size_t all = 0;
    for (std::size_t c = 0; c < std::min(record.cells().size(), m_layout.numbers.size()); ++c) {
        const ColumnNumbers& numbers = m_layout.numbers[c];
        double value = 0;
        // Of what is never negative, the mean of the first rows tells what the sum is, more or less.
        if (numbers.count < 2 || numbers.least < 0 || numbers.sum <= 0
            || parseNumber(record.cells()[c], value) != NumberKind::Number)
            continue;
        constexpr double kNear = 0.3;
        ++all;
        const double expected = numbers.sum / static_cast<double>(numbers.count) * rows;
        sums += value > 2 * numbers.greatest && std::fabs(value - expected) < kNear * expected ? 1 : 0;
    }
    constexpr std::size_t kFewestColumns = 2;
    if (sums >= kFewestColumns && sums * 4 >= all * 3)
        error("total-row", record, "the last row seems to hold the sums of the columns above",
            "leave out the row, unless it is a row like the others");
}

} // namespace btw::io
