// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/csvtable.h"

#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/tables/cells/sameword.h"
#include "workspace/io/tables/text/rowjudge.h"
#include "workspace/io/tables/text/tablelayout.h"
#include "workspace/io/tables/text/tablerows.h"
#include "workspace/io/tables/text/textsource.h"
#include "workspace/io/tables/text/textvariety.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

namespace btw::io {

namespace {

void addFault(const std::string& file, const TextSource::Fault& fault, Problems& problems)
{
    problems.error("text-damaged", fault.row > 0 ? place(file, fault.row) : file, fault.what, fault.remedy);
}

std::string list(const std::vector<std::string>& names)
{
    constexpr std::size_t kShown = 8;
    return commaList(names, kShown) + (names.size() > kShown ? ", ..." : "");
}

/// Words of one column whose rows are left out.
struct DroppedWords
{
    std::size_t column;
    const std::set<std::string, std::less<>>* words;
};

/// False, with a problem, where a remedy names a column that is not there: it would quietly do nothing.
bool findDroppedWords(const TableHeader& header, const FileRemedies& remedies, std::vector<DroppedWords>& out,
    Problems& problems)
{
    bool good = true;
    const auto isThere = [&](const std::string& column) {
        if (std::find(header.given.begin(), header.given.end(), column) != header.given.end())
            return true;
        refuseIdle(problems, header.file,
            { "the recipe changes the column {}, which is not there", inQuotes(column) },
            "use one of the columns (" + list(header.given) + ")");
        good = false;
        return false;
    };
    const auto find = [&](const FileRemedies::Words& words, bool dropped) {
        for (const auto& [column, cells] : words) {
            if (!isThere(column))
                continue;
            const auto found = header.find(column); // not those that are left out as a whole
            if (dropped && found)
                out.push_back({ *found, &cells });
        }
    };
    std::set<std::string_view> named(remedies.categories.begin(), remedies.categories.end());
    named.insert(remedies.kept.begin(), remedies.kept.end());
    for (const auto& [column, reading] : remedies.limits)
        named.insert(column);
    for (const std::string_view column : named)
        isThere(std::string(column));
    find(remedies.dropWords, true);
    find(remedies.missingWords, false);
    return good;
}

bool isDropped(
    const CsvReader& record, const FileRemedies& remedies, const std::vector<DroppedWords>& droppedWords)
{
    if (remedies.dropsRow(record.line()))
        return true;
    return std::any_of(droppedWords.begin(), droppedWords.end(), [&](const DroppedWords& dropped) {
        return dropped.column < record.cells().size()
            && isOneOfWords(record.cells()[dropped.column], *dropped.words);
    });
}

/// Takes the names of columns that a person left out. False, with a problem, where one is not there.
bool leaveOutColumns(TableHeader& header, Problems& problems)
{
    header.given = header.names;
    if (!header.remedies)
        return true;
    bool good = true;
    for (const auto& [name, number] : header.remedies->columns) {
        std::size_t out = 0;
        for (std::size_t c = 0; c < header.names.size(); ++c)
            if (!name.empty() && header.given[c] == name && (number == 0 || number == c + 1)) {
                header.leftOut += header.names[c].empty() ? 0 : 1;
                header.names[c].clear();
                ++out;
            }
        if (out == 0) {
            refuseIdle(problems, header.file,
                { "the recipe leaves out the column {}, which is not there", inQuotes(name) },
                "use one of the columns (" + list(header.given) + ")");
            good = false;
        }
    }
    return good;
}

bool readHeader(const TableLayout& layout, TableHeader& header, Problems& problems)
{
    header.names = layout.names;
    header.named = layout.named;
    bool good = leaveOutColumns(header, problems);
    std::unordered_map<std::string, std::size_t> seen;
    for (std::size_t c = 0; layout.named && c < header.names.size(); ++c) {
        const std::string& name = header.names[c];
        const auto first = name.empty() ? seen.end() : seen.try_emplace(name, c).first;
        if (first == seen.end() || first->second == c)
            continue;
        const auto leaveOut = [&](std::size_t column) {
            return DropColumn { header.file, name, column + 1 };
        };
        problems.error("column-name-twice", place(header.file, layout.headerLine, inQuotes(name)),
            "two columns have this name", "rename one of them, or leave it out",
            { leaveOut(c), leaveOut(first->second) });
        good = false;
    }
    return good;
}

/// Lines of rows to be left out that begin no row: a line inside a cell, or one after the last.
class AbsentRows
{
public:
    explicit AbsentRows(const FileRemedies* remedies)
        : m_dropped(remedies ? remedies->rows : std::vector<std::int64_t>())
    {
    }

    /// Of one record after the other.
    void saw(std::int64_t line)
    {
        for (; m_next < m_dropped.size() && m_dropped[m_next] <= line; ++m_next)
            if (m_dropped[m_next] < line)
                m_absent.push_back(m_dropped[m_next]);
    }

    void tell(const std::string& file, Problems& problems)
    {
        m_absent.insert(
            m_absent.end(), m_dropped.begin() + static_cast<std::ptrdiff_t>(m_next), m_dropped.end());
        for (const std::int64_t row : m_absent)
            refuseIdle(problems, place(file, row), "the recipe leaves out this row, but there is no such row",
                "correct its row");
    }

private:
    const std::vector<std::int64_t> m_dropped; ///< ascending
    std::vector<std::int64_t> m_absent;
    std::size_t m_next = 0;
};

/// What is wrong with a file before its first row; false where it cannot be read.
bool canBeRead(const std::string& file, const TableLayout& layout, CsvReader& reader,
    const ReadLimits& limits, Problems& problems)
{
    if (layout.width() > limits.columns)
        problems.error("too-many-columns", place(file, std::max<std::int64_t>(layout.headerLine, 1)),
            { "the row has {} cells, over the limit of {} columns", layout.width(), limits.columns },
            "check that line ends and separators of the file are what they should be");
    else if (layout.firstRowLine > 0)
        return true;
    else if (reader.head().empty())
        problems.error("file-empty", file, "the file is empty",
            "put the rows into it, or name another file in manifest.json");
    else if (!findsDamage(file, reader, problems))
        problems.error("no-rows", file,
            layout.headerLine > 0 ? "the file has a header and no row" : "the file has no row",
            "put the rows into it");
    return false;
}

} // namespace

std::optional<std::size_t> TableHeader::find(std::string_view name) const
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

std::optional<std::size_t> TableHeader::require(
    const std::string& name, const std::string& key, Problems& problems, std::vector<Remedy> offered) const
{
    const std::optional<std::size_t> found = find(name);
    if (!found)
        noSuchColumn(*this, key, name, problems, std::move(offered));
    return found;
}

std::string TableHeader::label(std::size_t column) const
{
    return named && !names[column].empty() ? inQuotes(names[column]) : std::to_string(column + 1);
}

void TableConsumer::leaveOut(const CsvReader& /*record*/) { }

bool TableConsumer::want(PlainColumns& /*columns*/) { return false; }

void TableConsumer::takePlain(const PlainRows& /*rows*/, std::size_t /*first*/, std::size_t /*last*/) { }

void TableConsumer::expect(std::size_t /*rows*/) { }

bool findsDamage(const std::string& file, CsvReader& reader, Problems& problems)
{
    while (reader.next()) { }
    if (!reader.damage().empty())
        problems.error(
            "quotes", place(file, reader.line()), reader.damage(), "correct the quotes of this row");
    return !reader.damage().empty();
}

void readTable(const std::string& file, QIODevice& device, std::uint64_t size, bool header,
    const std::vector<TableConsumer*>& consumers, Problems& problems, const ReadLimits& limits,
    const FileRemedies* remedies)
{
    TextSource source(device, size, limits);
    CsvReader reader(source);
    const TableLayout layout = findLayout(reader, file, header, remedies);
    if (source.fault() && layout.width() == 0) {
        addFault(file, *source.fault(), problems);
        return;
    }
    layout.tell(file, problems);
    if (layout.hasErrors() || !canBeRead(file, layout, reader, limits, problems))
        return;
    NumberStyle numbers;
    TableHeader columns;
    columns.file = file;
    columns.numbers = &numbers;
    columns.remedies = remedies;
    if (!readHeader(layout, columns, problems))
        return;
    numbers.begin(reader.separator(), remedies);
    for (TableConsumer* consumer : consumers)
        if (!consumer->bind(columns, problems))
            return;
    std::vector<DroppedWords> droppedWords;
    if (remedies && !findDroppedWords(columns, *remedies, droppedWords, problems))
        return;
    AbsentRows absent(remedies);
    RowJudge::Takers takers;
    takers.row = [&](const CsvReader& record) {
        for (TableConsumer* consumer : consumers)
            consumer->take(record, problems);
    };
    takers.leftOut = [&](const CsvReader& record) {
        for (TableConsumer* consumer : consumers)
            consumer->leaveOut(record);
    };
    takers.isDropped
        = [&](const CsvReader& record) { return remedies && isDropped(record, *remedies, droppedWords); };
    RowJudge judge(layout, file, std::move(takers), problems);
    const auto take = [&](const CsvReader& record) {
        absent.saw(record.line());
        judge.take(record);
    };
    bool more = reader.next();
    for (; more && !layout.isRow(reader.line()); more = reader.next())
        if (reader.line() != layout.headerLine)
            absent.saw(reader.line());
    if (more && !source.fault()) {
        TableRows rows(columns, consumers, take, !remedies || !remedies->changeRows());
        rows.setSuspiciousFirstCells(RowJudge::suspiciousFirstCells(layout));
        rows.beforePlainRows([&judge] { judge.rowsFollow(); });
        rows.read(reader, source, size);
    }
    if (source.fault()) {
        addFault(file, *source.fault(), problems);
        return;
    }
    judge.finish();
    if (!reader.damage().empty())
        problems.error(
            "quotes", place(file, reader.line()), reader.damage(), "correct the quotes of this row");
    else
        absent.tell(file, problems);
    numbers.report(file, problems);
    noteTextFormat(file, source, reader, layout, problems);
}

void noSuchColumn(const TableHeader& header, const std::string& key, const std::string& name,
    Problems& problems, std::vector<Remedy> remedies)
{
    problems.error("column-not-found", "manifest.json, key " + key,
        { "there is no column {} in {}", inQuotes(name), header.file },
        "use one of its columns (" + list(header.names) + ")", std::move(remedies));
}

} // namespace btw::io
