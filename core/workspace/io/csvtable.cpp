// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/csvtable.h"

#include "workspace/io/number.h"

#include <QByteArrayView>

#include <algorithm>
#include <unordered_map>

namespace btw::io {

namespace {

bool isUtf8(std::string_view text)
{
    return QByteArrayView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
}

/// Errors for what is no text in UTF-8.
bool checkEncoding(const std::string& file, std::string_view text, Problems& problems)
{
    constexpr const char* kRemedy = "save the file as UTF-8 text";
    if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
        problems.error(file, "the file is text in UTF-16", kRemedy);
        return false;
    }
    const std::size_t zero = text.find('\0');
    if (zero == std::string_view::npos && isUtf8(text))
        return true;
    std::int64_t row = 1;
    for (std::size_t begin = 0; begin < text.size(); ++row) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        if (line.find('\0') != std::string_view::npos || !isUtf8(line))
            break;
        begin = end + 1;
    }
    problems.error(place(file, row),
        zero == std::string_view::npos ? "the row has bytes that are no UTF-8 text"
                                       : "the file holds binary data",
        kRemedy);
    return false;
}

bool readHeader(CsvReader& reader, TableHeader& header, Problems& problems)
{
    std::unordered_map<std::string, std::size_t> seen;
    bool good = true;
    for (std::size_t c = 0; c < reader.cells().size(); ++c) {
        header.names.emplace_back(trimmed(reader.cells()[c]));
        const std::string& name = header.names.back();
        if (!name.empty() && !seen.try_emplace(name, c).second) {
            problems.error(place(header.file, reader.line(), inQuotes(name)), "two columns have this name",
                "rename one of them");
            good = false;
        }
    }
    return good;
}

} // namespace

std::optional<std::size_t> TableHeader::find(std::string_view name) const
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

std::string TableHeader::label(std::size_t column) const
{
    return named && !names[column].empty() ? inQuotes(names[column]) : std::to_string(column + 1);
}

std::string RowLog::where(std::size_t row, const std::string& column) const
{
    std::size_t part = 0;
    while (part + 1 < m_parts.size() && m_parts[part + 1].firstRow <= row)
        ++part;
    return place(m_parts[part].file, m_lines[row], column);
}

std::size_t RowLog::rowsOfPart(std::size_t part) const
{
    return (part + 1 < m_parts.size() ? m_parts[part + 1].firstRow : m_lines.size()) - m_parts[part].firstRow;
}

void readTable(const std::string& file, std::string_view text, bool header,
    const std::vector<TableConsumer*>& consumers, Problems& problems)
{
    if (!checkEncoding(file, text, problems))
        return;
    CsvReader reader(text);
    TableHeader columns;
    columns.file = file;
    columns.named = header;
    bool more = reader.next();
    if (!more && reader.damage().empty()) {
        problems.error(
            file, "the file is empty", "put the rows into it, or name another file in manifest.json");
        return;
    }
    if (header && more) {
        if (!readHeader(reader, columns, problems))
            return;
        more = reader.next();
    } else {
        for (std::size_t c = 0; c < reader.cells().size(); ++c)
            columns.names.push_back(std::to_string(c + 1));
    }
    if (!more && reader.damage().empty()) {
        problems.error(file, "the file has a header and no row", "put the rows into it");
        return;
    }
    for (TableConsumer* consumer : consumers)
        if (more && !consumer->bind(columns, problems))
            return;
    const std::size_t width = columns.names.size();
    for (; more; more = reader.next()) {
        const std::size_t cells = reader.cells().size();
        if (cells != width) {
            const bool blank = cells == 1 && trimmed(reader.cells()[0]).empty();
            problems.error(place(file, reader.line()),
                blank ? "the row is blank"
                      : "the row has " + grouped(static_cast<std::int64_t>(cells))
                        + " cells where the first row has " + grouped(static_cast<std::int64_t>(width)),
                blank ? "remove the blank row"
                      : "give every row the same number of cells, in quotes where a cell holds a separator");
            continue;
        }
        for (TableConsumer* consumer : consumers)
            consumer->take(reader, problems);
    }
    if (!reader.damage().empty())
        problems.error(place(file, reader.line()), reader.damage(), "correct the quotes of this row");
}

bool matchesGlob(std::string_view pattern, std::string_view name)
{
    // Backtracking to the last star only: linear in practice, quadratic at worst.
    std::size_t p = 0;
    std::size_t n = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = n;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace btw::io
