// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/tablesource.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

namespace btw::io {

namespace {

constexpr const char* kManifest = "manifest.json";
constexpr qsizetype kMostTables = 100;

/// A .txt or .data may be any text.
bool isSurelyTable(const QString& name)
{
    const QString suffix = QFileInfo(name).suffix().toLower();
    return suffix == QLatin1String("csv") || suffix == QLatin1String("tsv") || suffix == QLatin1String("tab");
}

} // namespace

bool isTableName(const QString& name)
{
    static const std::array<const char*, 5> kSuffixes = { "csv", "tsv", "tab", "txt", "data" };
    const QString suffix = QFileInfo(name).suffix().toLower();
    for (const char* known : kSuffixes)
        if (suffix == QLatin1String(known))
            return true;
    return false;
}

std::optional<TableSource> openTableSource(const QString& path, const ReadLimits& limits, Problems& problems)
{
    TableSource source;
    const QFileInfo info(path);
    if (info.isFile() && isTableName(path)) {
        source.format = QStringLiteral("table");
        source.files = openFolder(info.absolutePath());
        source.tables = QStringList { info.fileName() };
        source.name = info.completeBaseName().toStdString();
        return source;
    }
    if (info.isDir() || (info.isFile() && info.fileName() == QLatin1String(kManifest))) {
        source.format = QStringLiteral("folder");
        const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
        source.files = openFolder(folder);
        source.name = QFileInfo(folder).fileName().toStdString();
    } else if (info.isFile() && info.suffix().compare(QLatin1String("zip"), Qt::CaseInsensitive) == 0) {
        source.format = QStringLiteral("zip");
        source.files = openZip(path, limits, problems);
        source.name = info.completeBaseName().toStdString();
    }
    if (!source.files)
        return std::nullopt;
    source.hasManifest = source.files->contains(QLatin1String(kManifest));
    for (const QString& name : source.files->names())
        if (isTableName(name))
            source.tables.append(name);
    // A file for each instance is another layout; looking at all of them would take long, too.
    if (!source.hasManifest && source.tables.size() > kMostTables) {
        problems.error(info.fileName().toStdString(),
            "it holds " + grouped(source.tables.size()) + " tables, and a cohort has one or a few a modality",
            "put the rows of all instances into one table, with their id in a column");
        return std::nullopt;
    }
    return source;
}

void noTables(const TableSource& source, const std::string& name, Problems& problems)
{
    const QStringList below = source.files->namesBelow();
    const auto table = std::find_if(below.begin(), below.end(), isSurelyTable);
    if (table != below.end())
        problems.error(name,
            "the archive holds its tables in several folders, such as " + inQuotes(table->toStdString()),
            "put them in one folder, and pack that");
    else
        problems.error(name,
            source.format == QLatin1String("zip") ? "the archive holds neither manifest.json nor a table"
                                                  : "the folder holds neither manifest.json nor a table",
            "put the tables into it (.csv, .tsv), or choose another one");
}

std::vector<TableSample> sampleTables(const TableSource& source)
{
    std::vector<TableSample> samples;
    for (const QString& table : source.tables.first(std::min(source.tables.size(), kMostTables))) {
        Problems problems;
        TableSample sample { table.toStdString(), {} };
        source.files->open(table, "none", problems, [&](QIODevice& device, std::uint64_t size) {
            sample.rows = previewTable(device, size, sample.file);
        });
        problems.append(std::move(sample.rows.problems));
        sample.rows.problems = problems.take();
        if (!sample.rows.problems.empty() && source.tables.size() > 1 && !isSurelyTable(table))
            continue;
        samples.push_back(std::move(sample));
    }
    return samples;
}

} // namespace btw::io
