// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/tablelayout.h"

#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/guesscolumns.h"
#include "workspace/io/tables/headerrows.h"
#include "workspace/io/tables/number.h"
#include "workspace/io/tables/numberstyle.h"
#include "workspace/io/tables/tablegroups.h"
#include "workspace/io/tables/tablehead.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <set>

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
            remark(Severity::Error, "remedy-idle", headerLine,
                "the recipe says that the header stands in this row, and there is none near the beginning",
                "take that remedy out of the recipe, or correct its row");
        const bool hasRow = rows.firstRow < m_head.records.size();
        m_layout.firstRowLine = hasRow ? m_head.records[rows.firstRow].line : 0;
        // Of a table with very long lines, the head is the header.
        if (!hasRow && !m_head.whole && rows.header)
            m_layout.firstRowLine = m_head.records[*rows.header].line + 1;
        m_layout.rowsBeginWithHash = hasRow && m_head.records[rows.firstRow].comment
            && m_head.records[rows.firstRow].cells.size() == m_head.width;
        if (!rows.header || !tellTransposed(*rows.header))
            tellRows(rows);
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
    void remark(Severity severity, const char* code, std::int64_t line, data::Sentence what,
        std::string remedy, std::vector<Remedy> remedies = {})
    {
        m_layout.remarks.push_back(
            { severity, code, line, std::move(what), std::move(remedy), std::move(remedies) });
    }

    std::vector<std::int64_t> linesOf(const std::vector<std::size_t>& records) const
    {
        std::vector<std::int64_t> lines;
        for (const std::size_t at : records)
            lines.push_back(m_head.records[at].line);
        return lines;
    }

    /// The first cell of a record that is not empty.
    std::string text(std::size_t at) const
    {
        const std::vector<std::string>& cells = m_head.records[at].cells;
        const auto found
            = std::find_if(cells.begin(), cells.end(), [](const std::string& cell) { return !cell.empty(); });
        return inQuotes(found == cells.end() ? std::string() : *found);
    }

    Remedy dropping(std::size_t at) const { return DropRow { m_file, m_head.records[at].line }; }

    void tellRows(const HeaderRows& rows)
    {
        if (m_head.hint)
            remark(Severity::Note, "separator-line", 1,
                "the line says which separator the table has, as spreadsheets do (sep=), and is no row",
                "nothing needs to be done");
        if (!rows.comments.empty())
            remark(Severity::Note, "comment-rows", m_head.records[rows.comments.front()].line,
                rowsAsSubject(linesOf(rows.comments)) + " before the header "
                    + (rows.comments.size() == 1 ? "begins" : "begin") + " with '#' and "
                    + (rows.comments.size() == 1 ? "is read as a comment" : "are read as comments"),
                "nothing needs to be done");
        if (!rows.titles.empty())
            remark(Severity::Note, "title-rows", m_head.records[rows.titles.front()].line,
                rowsAsSubject(linesOf(rows.titles)) + " before the header "
                    + (rows.titles.size() == 1 ? "is" : "are")
                    + " read as a title and not as part of the table: " + text(rows.titles.front()),
                "nothing needs to be done, if the header is in row "
                    + std::to_string(m_head.records[*rows.header].line));
        if (!rows.headings.empty())
            remark(Severity::Warning, "merged-headings", m_head.records[rows.headings.front()].line,
                rowsAsSubject(linesOf(rows.headings)) + " with headings over several columns "
                    + (rows.headings.size() == 1 ? "is" : "are")
                    + " left out; the names of the columns are read from the header in row "
                    + std::to_string(m_head.records[*rows.header].line),
                "check the names of the columns");
        if (!rows.units.empty()) {
            const std::size_t at = rows.units.front();
            leaveOut(rows.units);
            remark(Severity::Warning, "unit-row", m_head.records[at].line,
                rowsAsSubject(linesOf(rows.units)) + " below the header holds units, such as " + text(at)
                    + ", and is left out",
                "nothing needs to be done, if it is no row of the table");
        }
        if (!rows.repeated.empty()) {
            leaveOut(rows.repeated);
            remark(Severity::Warning, "repeated-header", m_head.records[rows.repeated.front()].line,
                rowsAsSubject(linesOf(rows.repeated)) + " repeats the header and is left out",
                "nothing needs to be done");
        }
        tellFault(rows);
    }

    void leaveOut(const std::vector<std::size_t>& records)
    {
        const std::vector<std::int64_t> lines = linesOf(records);
        m_layout.leftOut.insert(m_layout.leftOut.end(), lines.begin(), lines.end());
        std::sort(m_layout.leftOut.begin(), m_layout.leftOut.end());
    }

    void tellFault(const HeaderRows& rows)
    {
        const std::string lines = rowsText(linesOf(rows.faulty));
        std::vector<Remedy> dropped;
        for (const std::size_t at : rows.faulty)
            dropped.push_back(dropping(at));
        switch (rows.fault) {
        case HeaderRows::Fault::None:
            break;
        case HeaderRows::Fault::Several:
            remark(Severity::Error, "header-rows", m_head.records[rows.faulty.front()].line,
                "the header stands in several rows (" + lines + "), none of which names every column",
                "join them to one header row with a name of its own for each column, as 'glucose mean'");
            break;
        case HeaderRows::Fault::Second:
            dropped.push_back(HeaderLine { m_file, m_head.records[rows.faulty.front()].line });
            remark(Severity::Error, "header-rows", m_head.records[rows.faulty.front()].line,
                "there are two header rows: " + lines + (rows.faulty.size() == 1 ? " holds" : " hold")
                    + " words where the rows below have numbers, as row "
                    + std::to_string(m_head.records[*rows.header].line) + " does",
                "keep one row of names", std::move(dropped));
            break;
        case HeaderRows::Fault::Descriptions:
            remark(Severity::Error, "header-rows", m_head.records[rows.faulty.front()].line,
                rowsAsSubject(linesOf(rows.faulty)) + " below the header "
                    + (rows.faulty.size() == 1 ? "holds" : "hold")
                    + " words where the rows below have numbers: units, or another header",
                "leave out what is no row of the table", std::move(dropped));
            break;
        case HeaderRows::Fault::Orange:
            remark(Severity::Error, "orange-headers", m_head.records[rows.faulty.front()].line,
                "the table has three header rows, as the program Orange writes them: " + lines
                    + " hold the types and the roles of the columns",
                "leave out these rows, or save the table from Orange as CSV", std::move(dropped));
            break;
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
            remark(Severity::Warning, "hash-header", record.line,
                "the header begins with '#': the name of its first column is read as " + inQuotes(first)
                    + " and not as " + inQuotes(record.cells[0]),
                "nothing needs to be done, if the line is the header and no comment");
        }
        const std::size_t rows = rowsOfWidth(firstRow, m_head.width);
        const std::size_t all = m_head.records.size() - firstRow;
        // Where rows are of several lengths, each is told that is not of the header's.
        if (m_layout.width() != m_head.width && rows > 0 && rows * 2 > all)
            otherWidth(at, firstRow);
    }

    std::size_t rowsOfWidth(std::size_t firstRow, std::size_t width) const
    {
        return static_cast<std::size_t>(std::count_if(
            m_head.records.begin() + static_cast<std::ptrdiff_t>(firstRow), m_head.records.end(),
            [width](const HeadRecord& record) { return record.cells.size() == width; }));
    }

    /// The header has more or fewer cells than nearly all rows.
    void otherWidth(std::size_t at, std::size_t firstRow)
    {
        const HeadRecord& header = m_head.records[at];
        const std::size_t have = m_layout.width();
        const std::size_t width = m_head.width;
        if (have == width + 1 && header.cells.back().empty()) {
            m_layout.names.pop_back();
            remark(Severity::Note, "trailing-separator", header.line,
                "the header ends with a separator, which no other row does", "nothing needs to be done");
            return;
        }
        const std::vector<const HeadRecord*> rows = rowsFrom(firstRow);
        if (rows.empty())
            return;
        if (have + 1 == width && isEmptyColumn(rows, have)) {
            m_layout.names.emplace_back();
            remark(Severity::Note, "trailing-separator", rows.front()->line,
                "the rows end with a separator, which the header does not", "nothing needs to be done");
            return;
        }
        const std::optional<std::size_t> comma = commaColumn(rows);
        if (have + 1 == width && isRowNames(rows, header, comma)) {
            m_layout.names.insert(m_layout.names.begin(), kRowNames);
            remark(Severity::Warning, "row-names", header.line,
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
        remark(Severity::Error, "row-length", first.line,
            "the row has " + number(width) + " cells where the "
                + (at == 0 ? std::string("first row") : "header in row " + std::to_string(header.line))
                + " has " + number(have) + ", and so have the rows below"
                + (split ? "; a decimal comma without quotes, as perhaps in " + example
                            + ", parts a number into two cells"
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

    static bool isEmptyColumn(const std::vector<const HeadRecord*>& rows, std::size_t column)
    {
        return std::all_of(
            rows.begin(), rows.end(), [column](const HeadRecord* row) { return row->cells[column].empty(); });
    }

    /// The column that ends where a decimal comma parts its numbers: whole numbers, then digits.
    std::optional<std::size_t> commaColumn(const std::vector<const HeadRecord*>& rows) const
    {
        if (m_head.separator != ',')
            return std::nullopt;
        for (std::size_t c = m_head.width - 1; c-- > 0;) {
            const bool all = std::all_of(rows.begin(), rows.end(), [c](const HeadRecord* row) {
                std::string_view whole = row->cells[c];
                if (whole.starts_with('-') || whole.starts_with('+'))
                    whole.remove_prefix(1);
                return areDigits(whole) && areDigits(row->cells[c + 1]);
            });
            if (all)
                return c;
        }
        return std::nullopt;
    }

    /// A minus before zero, or decimals that begin with a zero: no whole number is written so.
    static bool isSurelyComma(const std::vector<const HeadRecord*>& rows, std::size_t c)
    {
        return std::any_of(rows.begin(), rows.end(), [c](const HeadRecord* row) {
            return row->cells[c] == "-0" || (row->cells[c + 1].size() > 1 && row->cells[c + 1][0] == '0');
        });
    }

    static bool countsByOne(const std::vector<const HeadRecord*>& rows)
    {
        std::optional<std::int64_t> last;
        for (const HeadRecord* row : rows) {
            const std::optional<std::int64_t> value = wholeNumber(row->cells[0]);
            if (!value || (last ? *value != *last + 1 : *value != 0 && *value != 1))
                return false;
            last = value;
        }
        return true;
    }

    static bool isRowNames(const std::vector<const HeadRecord*>& rows, const HeadRecord& header,
        const std::optional<std::size_t>& comma)
    {
        std::set<std::string> seen;
        bool quoted = true;
        bool words = true;
        for (const HeadRecord* row : rows) {
            if (row->cells[0].empty() || !seen.insert(row->cells[0]).second)
                return false;
            quoted = quoted && row->quotedFirst;
            words = words && !isLikeNumber(row->cells[0]);
        }
        if (comma && isSurelyComma(rows, *comma))
            return false;
        if (quoted)
            return true;
        const bool idBelow = isOneOf(header.cells[0], kIdNames) || isOneOf(header.cells[0], kGroupNames);
        return (countsByOne(rows) && !comma && rows.size() > 1) || (words && !idBelow);
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

    /// Instances in the columns: the first column holds the names, one of which is a label's; those in the
    /// header are of instances, and have numbers in them.
    bool tellTransposed(std::size_t header)
    {
        constexpr std::size_t kFewest = 4;
        const std::vector<std::string>& names = m_head.records[header].cells;
        if (names.size() < kFewest)
            return false;
        std::size_t numbered = 0;
        for (std::size_t c = 1; c < names.size(); ++c) {
            if (isOneOf(names[c], kLabelNames))
                return false;
            numbered
                += std::any_of(names[c].begin(), names[c].end(), [](char l) { return l >= '0' && l <= '9'; });
        }
        if (numbered * 10 < (names.size() - 1) * 9)
            return false;
        std::set<std::string> seen;
        const HeadRecord* label = nullptr;
        for (std::size_t r = header + 1; r < m_head.records.size(); ++r) {
            const HeadRecord& record = m_head.records[r];
            if (record.cells.size() != names.size())
                continue;
            if (isLikeNumber(record.cells[0]) || !seen.insert(record.cells[0]).second)
                return false;
            if (!label && isOneOf(record.cells[0], kLabelNames))
                label = &record;
        }
        if (label)
            remark(Severity::Error, "transposed", label->line,
                "the table is transposed: its first column holds the names of the variables, such as "
                    + inQuotes(label->cells[0]) + ", and each instance is a column",
                "transpose the table, so that each instance is a row and each variable a column");
        return label != nullptr;
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
    if (lines.back() - lines.front() + 1 == static_cast<std::int64_t>(lines.size()))
        return "rows " + text(lines.front()) + " to " + text(lines.back());
    return "rows " + text(lines[0]) + ", " + text(lines[1]) + " and " + number(lines.size() - 2) + " more";
}

std::string rowsAsSubject(const std::vector<std::int64_t>& lines)
{
    return lines.size() == 1 ? "the row" : rowsText(lines);
}

} // namespace btw::io
