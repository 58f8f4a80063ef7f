// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tableroles.h"

#include "workspace/io/csv.h"
#include "workspace/io/number.h"
#include "workspace/io/textsource.h"

#include <QFile>
#include <QFileInfo>

namespace btw::io {

TablePreview previewTable(const QString& path, std::size_t rows)
{
    TablePreview preview;
    Problems problems;
    const std::string name = QFileInfo(path).fileName().toStdString();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        problems.error(name, "the file cannot be read: " + file.errorString().toStdString(),
            "check its name and permissions");
        preview.problems = problems.take();
        return preview;
    }
    TextSource source(file, static_cast<std::uint64_t>(file.size()));
    CsvReader reader(source);
    const auto record = [&reader] {
        std::vector<std::string> cells;
        for (const std::string_view cell : reader.cells())
            cells.emplace_back(trimmed(cell));
        return cells;
    };
    if (reader.next() && !source.fault())
        preview.header = record();
    while (!preview.header.empty() && preview.rows.size() < rows && reader.next() && !source.fault())
        if (reader.cells().size() == preview.header.size())
            preview.rows.push_back(record());
    if (const auto& fault = source.fault())
        problems.error(fault->row > 0 ? place(name, fault->row) : name, fault->what, fault->remedy);
    else if (!reader.damage().empty())
        problems.error(place(name, reader.line()), reader.damage(), "correct the quotes of this row");
    else if (preview.header.empty())
        problems.error(name, "the file is empty", "put a header and rows into it");
    else if (preview.rows.empty())
        problems.error(name, "the file has a header and no row", "put the rows into it");
    preview.problems = problems.take();
    return preview;
}

} // namespace btw::io
