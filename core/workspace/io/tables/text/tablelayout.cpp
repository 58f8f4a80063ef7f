// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/tablelayout.h"

#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/text/headerremarks.h"
#include "workspace/io/tables/text/headerrows.h"
#include "workspace/io/tables/text/headerwidth.h"
#include "workspace/io/tables/text/rowwords.h"
#include "workspace/io/tables/text/tablehead.h"
#include "workspace/io/tables/text/transposed.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <utility>

namespace btw::io {

namespace {

using data::Severity;

constexpr const char* kRowNames = "row.names"; // as R calls them

std::string number(std::size_t n) { return grouped(static_cast<std::int64_t>(n)); }

class LayoutFinder
{
public:
    LayoutFinder(const TableHead& head, std::string file)
        : m_head(head)
        , m_file(std::move(file))
    {
    }

    TableLayout find(std::optional<bool> isHeader, std::int64_t headerLine)
    {
        m_layout.separator = m_head.separator;
        m_layout.blanks = m_head.blanks;
        const bool isThere = std::any_of(m_head.records.begin(), m_head.records.end(),
            [headerLine](const HeadRecord& record) { return record.line == headerLine; });
        const HeaderRows rows = findHeader(m_head, isHeader, isThere ? headerLine : 0);
        if (headerLine > 0 && !isThere)
            m_layout.remark(Severity::Error, "remedy-idle", headerLine,
                "the recipe says that the header is in this row, but there is no such row near the beginning",
                takeItOut("correct its row"));
        const bool hasRow = rows.firstRow < m_head.records.size();
        m_layout.firstRowLine = hasRow ? m_head.records[rows.firstRow].line : 0;
        // Of a table with very long lines, the head is the header.
        if (!hasRow && !m_head.whole && rows.header)
            m_layout.firstRowLine = m_head.records[*rows.header].line + 1;
        m_layout.rowsBeginWithHash = hasRow && m_head.records[rows.firstRow].comment
            && m_head.records[rows.firstRow].cells.size() == m_head.width;
        if (const HeadRecord* label = rows.header ? transposedLabel(m_head, *rows.header) : nullptr)
            m_layout.remark(Severity::Error, "transposed", label->line,
                "the table is transposed: its first column holds the names of the variables, such as "
                    + inQuotes(label->cells[0]) + ", and each instance is a column",
                "transpose the table, so that each instance is a row and each variable a column");
        else
            tellHeaderRows(m_head, m_file, rows, m_layout);
        tellOtherSeparator();
        if (m_layout.hasErrors()) {
            m_layout.names = rows.header ? m_head.records[*rows.header].cells : std::vector<std::string>();
            return std::move(m_layout);
        }
        if (rows.header)
            takeHeader(*rows.header, rows.firstRow);
        else
            withoutHeader(rows.firstRow);
        look(rows.firstRow);
        return std::move(m_layout);
    }

private:
    /// One column, whose cells all hold as many of another mark: it stands between the cells.
    void tellOtherSeparator()
    {
        constexpr std::size_t kFewestRecords = 3;
        constexpr std::ptrdiff_t kFewestMarks = 2;
        if (m_head.width != 1 || m_head.records.size() < kFewestRecords)
            return;
        for (const char mark : { '^', ':', '~', '/', '#' }) {
            const auto marks = [mark](const HeadRecord& record) {
                return record.cells.empty()
                    ? 0
                    : std::count(record.cells[0].begin(), record.cells[0].end(), mark);
            };
            const auto first = marks(m_head.records.front());
            // In times of day and dates the first row, which names the column, has none.
            if (first < kFewestMarks
                || !std::all_of(m_head.records.begin(), m_head.records.end(),
                    [&](const HeadRecord& record) { return record.isBlank() || marks(record) == first; }))
                continue;
            m_layout.remark(Severity::Error, "separator-unknown", m_head.records.front().line,
                data::Sentence {
                    "the cells of each row seem to be separated by {}, which is not read as a separator",
                    inQuotes(std::string(1, mark)) },
                "save the table with commas, semicolons or tabs between its cells");
            return;
        }
    }

    void withoutHeader(std::size_t firstRow)
    {
        m_layout.named = false;
        const std::size_t width
            = firstRow < m_head.records.size() ? std::max(m_head.width, std::size_t(1)) : 0;
        for (std::size_t c = 0; c < width; ++c)
            m_layout.names.push_back(std::to_string(c + 1));
    }

    void takeHeader(std::size_t at, std::size_t firstRow)
    {
        const HeadRecord& record = m_head.records[at];
        m_layout.headerLine = record.line;
        m_layout.header = record.cells;
        m_layout.names = record.cells;
        if (record.comment && record.cells[0] == "#" && record.cells.size() == m_head.width + 1)
            m_layout.names.erase(m_layout.names.begin());
        else if (record.comment && record.cells[0].size() > 1)
            m_layout.names[0] = trimmed(std::string_view(record.cells[0]).substr(1));
        if (m_layout.names != record.cells) {
            const std::string& first = m_layout.names[0];
            m_layout.remark(Severity::Warning, "hash-header", record.line,
                "the header begins with '#': the name of its first column is read as " + inQuotes(first)
                    + " and not as " + inQuotes(record.cells[0]),
                "nothing needs to be done, if the line is the header and not a comment");
        }
        const std::size_t rows = rowsOfWidth(firstRow, m_head.width);
        const std::size_t all = m_head.records.size() - firstRow;
        // Where rows are of several lengths, each is told that is not of the header's.
        if (m_layout.width() != m_head.width && rows > 0 && rows * 2 > all)
            explainWidth(at, firstRow);
    }

    std::size_t rowsOfWidth(std::size_t firstRow, std::size_t width) const
    {
        return static_cast<std::size_t>(std::count_if(
            m_head.records.begin() + static_cast<std::ptrdiff_t>(firstRow), m_head.records.end(),
            [width](const HeadRecord& record) { return record.cells.size() == width; }));
    }

    /// The header has more or fewer cells than nearly all rows.
    void explainWidth(std::size_t at, std::size_t firstRow)
    {
        const HeadRecord& header = m_head.records[at];
        const std::size_t have = m_layout.width();
        const std::size_t width = m_head.width;
        if (have == width + 1 && header.cells.back().empty()) {
            m_layout.names.pop_back();
            m_layout.remark(Severity::Note, "trailing-separator", header.line,
                "the header ends with a separator, which no other row does", "nothing needs to be done");
            return;
        }
        const std::vector<const HeadRecord*> rows = rowsFrom(firstRow);
        if (rows.empty())
            return;
        if (have + 1 == width && isEmptyColumn(rows, have)) {
            m_layout.names.emplace_back();
            m_layout.remark(Severity::Note, "trailing-separator", rows.front()->line,
                "the rows end with a separator, which the header does not", "nothing needs to be done");
            return;
        }
        const std::optional<std::size_t> comma = commaColumn(m_head, rows);
        if (have + 1 == width && isRowNames(rows, header, comma)) {
            m_layout.names.insert(m_layout.names.begin(), kRowNames);
            m_layout.remark(Severity::Warning, "row-names", header.line,
                "the header has " + number(have) + " cells where the rows have " + number(width)
                    + ": the first column holds row names without a name of its own, as R writes them, and "
                      "is read as "
                    + inQuotes(kRowNames),
                "nothing needs to be done, if the first column holds names of rows");
            return;
        }
        const HeadRecord& first = *rows.front();
        const bool split = have < width && comma.has_value();
        const std::string example = split
            ? inQuotes(first.cells[*comma] + m_head.separator + first.cells[*comma + 1])
            : std::string();
        m_layout.remark(Severity::Error, "row-length", first.line,
            "the row has " + number(width) + " cells where the "
                + (at == 0 ? std::string("first row") : "header in row " + std::to_string(header.line))
                + " has " + number(have) + ", and so have the rows below"
                + (split ? "; a decimal comma without quotes, as perhaps in " + example
                            + ", splits a number into two cells"
                         : std::string()),
            split ? "write numbers with a decimal point, or put cells with a comma in quotes"
                  : "give the header a name for each cell of a row, and put cells that hold a separator in "
                    "quotes");
    }

    std::vector<const HeadRecord*> rowsFrom(std::size_t firstRow) const
    {
        std::vector<const HeadRecord*> rows;
        for (std::size_t r = firstRow; r < m_head.records.size(); ++r) {
            const HeadRecord& record = m_head.records[r];
            if (record.cells.size() == m_head.width && record.filled > 1 && !record.comment
                && !isTotalWord(record.cells[0]))
                rows.push_back(&record);
        }
        return rows;
    }

    /// What the rows below say about further rows: repeated words and sums.
    void look(std::size_t firstRow)
    {
        m_layout.numbers.resize(m_layout.width());
        for (std::size_t r = firstRow; r < m_head.records.size(); ++r) {
            const HeadRecord& record = m_head.records[r];
            const bool last = m_head.whole && r + 1 == m_head.records.size();
            if (record.cells.size() != m_layout.width() || record.comment || last)
                continue;
            m_layout.firstCells.push_back(lowered(record.cells[0]));
            if (isTotalWord(record.cells[0]))
                continue;
            for (std::size_t c = 0; c < record.cells.size(); ++c) {
                double value = 0;
                if (parseNumber(record.cells[c], value) != NumberKind::Number)
                    continue;
                ColumnNumbers& numbers = m_layout.numbers[c];
                numbers.least = numbers.count == 0 ? value : std::min(numbers.least, value);
                numbers.greatest = numbers.count == 0 ? value : std::max(numbers.greatest, value);
                numbers.sum += value;
                ++numbers.count;
            }
        }
    }

    const TableHead& m_head;
    const std::string m_file;
    TableLayout m_layout;
};

} // namespace

bool TableLayout::isLeftOut(std::int64_t line) const
{
    return std::binary_search(leftOut.begin(), leftOut.end(), line);
}

void TableLayout::remark(Severity severity, const char* code, std::int64_t line, data::Sentence what,
    std::string remedy, std::vector<Remedy> remedies)
{
    remarks.push_back({ severity, code, line, std::move(what), std::move(remedy), std::move(remedies) });
}

bool TableLayout::hasErrors() const
{
    return std::any_of(remarks.begin(), remarks.end(),
        [](const Remark& remark) { return remark.severity == Severity::Error; });
}

void TableLayout::tell(const std::string& file, Problems& problems, Severity least) const
{
    for (const Remark& remark : remarks)
        if (remark.severity >= least)
            problems.add(remark.severity, remark.code, remark.line > 0 ? place(file, remark.line) : file,
                remark.what, remark.remedy, remark.remedies);
}

TableLayout findLayout(
    CsvReader& reader, const std::string& file, std::optional<bool> header, const FileRemedies* remedies)
{
    constexpr std::size_t kLines = 250; // a CR LF counts as two
    constexpr std::size_t kBytes = std::size_t(1) << 20;
    constexpr std::size_t kFewestLines = 16;
    constexpr std::size_t kMostBytes = std::size_t(64) << 20;
    reader.head(kLines, kBytes);
    const std::string_view text = reader.head(kFewestLines, kMostBytes); // of a table with very long lines
    TableHead head = lookAtHead(text, reader.isWhole());
    const std::int64_t headerLine = remedies ? remedies->headerLine : 0;
    TableLayout layout = LayoutFinder(head, file).find(header, headerLine);
    // The header itself is no row that could be left out.
    const auto isDropped = [&](const HeadRecord& record) {
        return remedies && record.line != layout.headerLine && remedies->dropsRow(record.line);
    };
    if (std::erase_if(head.records, isDropped) > 0)
        layout = LayoutFinder(head, file).find(header, headerLine);
    if (headerLine > 0 && !layout.hasErrors()) {
        const TableLayout plain = LayoutFinder(head, file).find(header, 0);
        if (!plain.hasErrors() && plain.headerLine == headerLine && plain.firstRowLine == layout.firstRowLine
            && plain.names == layout.names)
            layout.remark(Severity::Warning, "remedy-idle", headerLine,
                "the recipe says that the header is in this row, which changes nothing: it is read there "
                "anyway",
                takeItOut());
    }
    if (layout.blanks)
        reader.separateByBlanks();
    else
        reader.separateBy(layout.separator);
    return layout;
}

std::string rowsText(const std::vector<std::int64_t>& lines)
{
    if (lines.empty())
        return {};
    const auto text = [](std::int64_t line) { return std::to_string(line); };
    if (lines.size() == 1)
        return "row " + text(lines[0]);
    if (lines.size() == 2)
        return "rows " + text(lines[0]) + " and " + text(lines[1]);
    if (lines.size() == 3 && lines[2] - lines[0] != 2)
        return "rows " + text(lines[0]) + ", " + text(lines[1]) + " and " + text(lines[2]);
    if (lines.back() - lines.front() + 1 == static_cast<std::int64_t>(lines.size()))
        return "rows " + text(lines.front()) + " to " + text(lines.back());
    return "rows " + text(lines[0]) + ", " + text(lines[1]) + " and " + number(lines.size() - 2) + " more";
}

std::string rowsAsSubject(const std::vector<std::int64_t>& lines)
{
    return lines.size() == 1 ? "the row" : rowsText(lines);
}

} // namespace btw::io
