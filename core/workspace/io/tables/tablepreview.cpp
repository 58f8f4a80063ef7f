// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/csv.h"
#include "workspace/io/tables/number.h"
#include "workspace/io/tables/tableroles.h"
#include "workspace/io/tables/textsource.h"

#include <algorithm>

namespace btw::io {

namespace {

/// A first record of numbers is a row, not a header; but 0, 1, 2, ... are names that programs give.
bool isRow(const std::vector<std::string>& record)
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

void nameByNumber(TablePreview& preview)
{
    preview.rows.insert(preview.rows.begin(), preview.header);
    preview.lines.insert(preview.lines.begin(), 1);
    preview.named = false;
    for (std::size_t c = 0; c < preview.header.size(); ++c)
        preview.header[c] = std::to_string(c + 1);
}

} // namespace

TablePreview previewTable(QIODevice& device, std::uint64_t size, const std::string& name, std::size_t rows)
{
    // A person sees no more of a table with thousands of columns, and the guess needs no more.
    constexpr std::size_t kMostCells = 1'000'000;
    constexpr std::size_t kFewestRows = 20;
    TablePreview preview;
    Problems problems;
    TextSource source(device, size);
    CsvReader reader(source);
    const auto record = [&reader] {
        std::vector<std::string> cells;
        for (const std::string_view cell : reader.cells())
            cells.emplace_back(trimmed(cell));
        return cells;
    };
    if (reader.next() && !source.fault())
        preview.header = record();
    if (!preview.header.empty())
        rows = std::min(rows, std::max(kFewestRows, kMostCells / preview.header.size()));
    while (!preview.header.empty()) {
        preview.whole = !reader.next();
        if (preview.whole || preview.rows.size() >= rows || source.fault())
            break;
        if (reader.cells().size() == preview.header.size()) {
            preview.rows.push_back(record());
            preview.lines.push_back(reader.line());
        }
    }
    if (const auto& fault = source.fault())
        problems.error(
            "text-damaged", fault->row > 0 ? place(name, fault->row) : name, fault->what, fault->remedy);
    else if (!reader.damage().empty())
        problems.error(
            "quotes", place(name, reader.line()), reader.damage(), "correct the quotes of this row");
    else if (preview.header.empty())
        problems.error("file-empty", name, "the file is empty", "put a header and rows into it");
    else if (isRow(preview.header))
        nameByNumber(preview);
    else if (preview.rows.empty())
        problems.error("no-rows", name, "the file has a header and no row", "put the rows into it");
    preview.problems = problems.take();
    return preview;
}

} // namespace btw::io
