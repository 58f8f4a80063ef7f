// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/headerremarks.h"

#include "workspace/io/problems.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace btw::io {

namespace {

using data::Severity;

class HeaderRemarks
{
public:
    HeaderRemarks(const TableHead& head, const std::string& file, TableLayout& layout)
        : m_head(head)
        , m_file(file)
        , m_layout(layout)
    {
    }

    void tellRows(const HeaderRows& rows)
    {
        if (m_head.hint)
            m_layout.remark(Severity::Note, "separator-line", 1,
                "the line says which separator the table has, as spreadsheets do (sep=), and is not a row",
                "nothing needs to be done");
        if (!rows.comments.empty())
            m_layout.remark(Severity::Note, "comment-rows", m_head.records[rows.comments.front()].line,
                rowsAsSubject(linesOf(rows.comments)) + " before the header "
                    + (rows.comments.size() == 1 ? "begins" : "begin") + " with '#' and "
                    + (rows.comments.size() == 1 ? "is read as a comment" : "are read as comments"),
                "nothing needs to be done");
        if (!rows.titles.empty())
            m_layout.remark(Severity::Note, "title-rows", m_head.records[rows.titles.front()].line,
                rowsAsSubject(linesOf(rows.titles)) + " before the header "
                    + (rows.titles.size() == 1 ? "is" : "are")
                    + " read as a title and not as part of the table: " + text(rows.titles.front()),
                "nothing needs to be done, if the header is in row "
                    + std::to_string(m_head.records[*rows.header].line));
        if (!rows.headings.empty())
            m_layout.remark(Severity::Warning, "merged-headings", m_head.records[rows.headings.front()].line,
                rowsAsSubject(linesOf(rows.headings)) + " with headings over several columns "
                    + (rows.headings.size() == 1 ? "is" : "are")
                    + " left out; the names of the columns are read from the header in row "
                    + std::to_string(m_head.records[*rows.header].line),
                "check the names of the columns");
        if (!rows.units.empty()) {
            const std::size_t at = rows.units.front();
            leaveOut(rows.units);
            m_layout.remark(Severity::Warning, "unit-row", m_head.records[at].line,
                rowsAsSubject(linesOf(rows.units)) + " below the header holds units, such as " + text(at)
                    + ", and is left out",
                "nothing needs to be done, if it is not a row of the table");
        }
        if (!rows.repeated.empty()) {
            leaveOut(rows.repeated);
            m_layout.remark(Severity::Warning, "repeated-header", m_head.records[rows.repeated.front()].line,
                rowsAsSubject(linesOf(rows.repeated)) + " repeats the header and is left out",
                "nothing needs to be done");
        }
        tellFault(rows);
    }

private:
    std::vector<std::int64_t> linesOf(const std::vector<std::size_t>& records) const
    {
        std::vector<std::int64_t> lines;
        lines.reserve(records.size());
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
            m_layout.remark(Severity::Error, "header-rows", m_head.records[rows.faulty.front()].line,
                "the header is spread over several rows (" + lines + "), none of which names every column",
                "join them to one header row with a name of its own for each column, as 'glucose mean'");
            break;
        case HeaderRows::Fault::Second:
            dropped.emplace_back(HeaderLine { m_file, m_head.records[rows.faulty.front()].line });
            m_layout.remark(Severity::Error, "header-rows", m_head.records[rows.faulty.front()].line,
                "there are two header rows: " + lines + (rows.faulty.size() == 1 ? " holds" : " hold")
                    + " words where the rows below have numbers, as row "
                    + std::to_string(m_head.records[*rows.header].line) + " does",
                "keep one row of names", std::move(dropped));
            break;
        case HeaderRows::Fault::Descriptions:
            m_layout.remark(Severity::Error, "header-rows", m_head.records[rows.faulty.front()].line,
                rowsAsSubject(linesOf(rows.faulty)) + " below the header "
                    + (rows.faulty.size() == 1 ? "holds" : "hold")
                    + " words where the rows below have numbers: units, or another header",
                "leave out what is not a row of the table", std::move(dropped));
            break;
        case HeaderRows::Fault::Orange:
            m_layout.remark(Severity::Error, "orange-headers", m_head.records[rows.faulty.front()].line,
                "the table has three header rows, as the program Orange writes them: " + lines
                    + " hold the types and the roles of the columns",
                "leave out these rows, or save the table from Orange as CSV", std::move(dropped));
            break;
        }
    }

    const TableHead& m_head;
    const std::string& m_file;
    TableLayout& m_layout;
};

} // namespace

void tellHeaderRows(
    const TableHead& head, const std::string& file, const HeaderRows& rows, TableLayout& layout)
{
    HeaderRemarks(head, file, layout).tellRows(rows);
}

} // namespace btw::io
