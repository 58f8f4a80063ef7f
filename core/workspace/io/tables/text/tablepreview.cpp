// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/guess/tableroles.h"
#include "workspace/io/tables/text/csvtable.h"
#include "workspace/io/tables/text/rowjudge.h"
#include "workspace/io/tables/text/tablelayout.h"
#include "workspace/io/tables/text/textsource.h"
#include "workspace/io/text.h"

#include <algorithm>

namespace btw::io {

TablePreview previewTable(QIODevice& device, std::uint64_t size, const std::string& name, std::size_t rows,
    const FileRemedies* remedies)
{
    // A person sees no more of a table with thousands of columns, and the guess needs no more.
    constexpr std::size_t kMostCells = 1'000'000;
    constexpr std::size_t kFewestRows = 20;
    TablePreview preview;
    Problems problems;
    TextSource source(device, size);
    CsvReader reader(source);
    const TableLayout layout = findLayout(reader, name, std::nullopt, remedies);
    preview.header = layout.names;
    preview.named = layout.named;
    if (layout.width() > 0)
        rows = std::min(rows, std::max(kFewestRows, kMostCells / layout.width()));
    RowJudge::Takers takers;
    takers.row = [&preview](const CsvReader& record) {
        std::vector<std::string>& cells = preview.rows.emplace_back();
        for (const std::string_view cell : record.cells())
            cells.emplace_back(trimmed(cell));
        preview.lines.push_back(record.line());
    };
    takers.leftOut = [](const CsvReader&) {};
    takers.isDropped
        = [remedies](const CsvReader& record) { return remedies && remedies->dropsRow(record.line()); };
    Problems ofRows; // the reader tells them
    RowJudge judge(layout, name, std::move(takers), ofRows);
    while (layout.width() > 0 && !layout.hasErrors()) {
        preview.whole = !reader.next();
        if (preview.whole || preview.rows.size() >= rows || source.fault())
            break;
        judge.take(reader);
    }
    layout.tell(name, problems, data::Severity::Error);
    if (const auto& fault = source.fault())
        problems.error(
            "text-damaged", fault->row > 0 ? place(name, fault->row) : name, fault->what, fault->remedy);
    else if (!layout.hasErrors() && preview.rows.empty() && reader.head().empty() && layout.width() == 0)
        problems.error("file-empty", name, "the file is empty", "put a header and rows into it");
    else if ((!reader.damage().empty() || preview.rows.empty()) && findsDamage(name, reader, problems))
        preview.whole = true;
    else if (preview.rows.empty() && !layout.hasErrors())
        problems.error("no-rows", name,
            preview.header.empty() ? "the file has no row" : "the file has a header and no row",
            "put the rows into it");
    preview.problems = problems.take();
    return preview;
}

} // namespace btw::io
