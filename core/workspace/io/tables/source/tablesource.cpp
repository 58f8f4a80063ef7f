// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/source/tablesource.h"

#include "workspace/io/formats/fileformat.h"
#include "workspace/io/formats/filenames.h"
#include "workspace/io/formats/formatwords.h"
#include "workspace/io/text.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>
#include <utility>

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

/// Whether two files hold the same bytes.
bool isSameFile(FileSource& files, const QString& a, const QString& b)
{
    if (files.size(a) != files.size(b))
        return false;
    Problems ignored; // reading says what is wrong
    const auto head = [&](const QString& name) {
        constexpr qint64 kHead = 1 << 16;
        QByteArray bytes;
        files.open(name, "none", ignored,
            [&bytes](QIODevice& device, std::uint64_t) { bytes = device.read(kHead); });
        return bytes;
    };
    if (head(a) != head(b))
        return false;
    QCryptographicHash first(QCryptographicHash::Sha256);
    QCryptographicHash second(QCryptographicHash::Sha256);
    const auto sum = [&](const QString& name, QCryptographicHash& hash) {
        files.open(
            name, "none", ignored, [&hash](QIODevice& device, std::uint64_t) { hash.addData(&device); });
    };
    sum(a, first);
    sum(b, second);
    return !ignored.hasErrors() && first.result() == second.result();
}

/// A sheet that is a copy of another one is no table of its own.
void leaveOutCopies(FileSource& files, QStringList& tables, Problems& problems)
{
    constexpr qsizetype kMostCompared = 100;
    if (tables.size() > kMostCompared)
        return;
    for (qsizetype i = 0; i < tables.size(); ++i)
        for (qsizetype j = i + 1; j < tables.size(); ++j)
            if (isSameFile(files, tables.at(i), tables.at(j))) {
                // The shorter name is that of the original.
                const bool first = tables.at(i).size() <= tables.at(j).size();
                const qsizetype copy = first ? j : i;
                problems.warning("copy-left-out", tables.at(copy).toStdString(),
                    { "it holds the same cells as {}, and is left out as its copy",
                        inQuotes(tables.at(first ? i : j).toStdString()) },
                    "delete the copy");
                tables.removeAt(copy);
                j = first ? j - 1 : i;
            }
}

/// What belongs to the writing of a study, and is no lost table.
bool explains(const QString& name)
{
    static const QStringList kSuffixes = { QStringLiteral("py"), QStringLiteral("ipynb"), QStringLiteral("r"),
        QStringLiteral("rmd"), QStringLiteral("qmd"), QStringLiteral("rproj"), QStringLiteral("md"),
        QStringLiteral("rst"), QStringLiteral("sh"), QStringLiteral("bat"), QStringLiteral("m"),
        QStringLiteral("do"), QStringLiteral("ado"), QStringLiteral("sps"), QStringLiteral("sas"),
        QStringLiteral("sas7bcat"), QStringLiteral("jl"), QStringLiteral("tex"), QStringLiteral("bib"),
        QStringLiteral("yml"), QStringLiteral("yaml"), QStringLiteral("toml"), QStringLiteral("ini"),
        QStringLiteral("cfg"), QStringLiteral("json"), QStringLiteral("log"), QStringLiteral("lock"),
        QStringLiteral("doc"), QStringLiteral("docx"), QStringLiteral("odt"), QStringLiteral("sha256"),
        QStringLiteral("md5"), QStringLiteral("sqlite"), QStringLiteral("btw"), QStringLiteral("svg"),
        QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg"), QStringLiteral("gif"),
        QStringLiteral("tif"), QStringLiteral("tiff"), QStringLiteral("bmp"), QStringLiteral("pdf"),
        QStringLiteral("rtf"), QStringLiteral("htm"), QStringLiteral("html"), QStringLiteral("xml"),
        QStringLiteral("ppt"), QStringLiteral("pptx") };
    return kSuffixes.contains(QFileInfo(name).suffix().toLower());
}

void warnPassedOver(const QStringList& names, Problems& problems)
{
    constexpr std::size_t kShown = 5;
    std::vector<std::string> quoted;
    for (const QString& name : names)
        quoted.push_back(inQuotes(name.toStdString()));
    if (!quoted.empty())
        problems.warning("files-not-read", names.front().toStdString(),
            { quoted.size() == 1 ? "not read, since it is not a table in the folder itself: {}"
                                 : "not read, since they are not tables in the folder itself: {}",
                commaList(quoted, kShown) },
            "put what they hold into tables (.csv) in the folder itself if it belongs to the data");
}

/// All tables but copies ("labels (1).csv" beside labels.csv) and what is no data. What is lost is warned of.
QStringList tablesOfFolder(FileSource& files, Problems& problems)
{
    constexpr qsizetype kMostCompared = 100;
    QStringList names = files.names();
    names.removeIf([](const QString& name) { return isNoData(name) || name == QLatin1String(kManifest); });
    if (names.size() <= kMostCompared) {
        // The shorter name is that of the original.
        QStringList byLength = names;
        std::stable_sort(byLength.begin(), byLength.end(),
            [](const QString& a, const QString& b) { return a.size() < b.size(); });
        for (qsizetype i = 0; i < byLength.size(); ++i)
            for (qsizetype j = i + 1; j < byLength.size(); ++j)
                if (isTableName(byLength.at(j)) && isSameFile(files, byLength.at(i), byLength.at(j))) {
                    problems.warning("copy-left-out", byLength.at(j).toStdString(),
                        { "the file holds the same bytes as {}, and is left out as its copy",
                            inQuotes(byLength.at(i).toStdString()) },
                        "delete the copy");
                    names.removeAll(byLength.at(j));
                    byLength.removeAt(j--);
                }
    }
    QStringList tables;
    QStringList passedOver;
    for (const QString& name : names) {
        Problems found;
        const QStringList own = files.tablesOf(name, false, found);
        std::vector<Problem> said = found.take();
        if (own.isEmpty() && said.empty() && !explains(name))
            passedOver += name;
        problems.append(std::move(said));
        tables += own;
    }
    for (const QString& name : files.namesBelow())
        if (isSurelyTable(name) && !isNoData(name))
            passedOver += name;
    if (!tables.isEmpty())
        warnPassedOver(passedOver, problems);
    leaveOutCopies(files, tables, problems);
    return tables;
}

/// A plain table whose name says that it is something else.
void tellOtherName(const QFileInfo& file, const FileFormat& format, Problems& problems)
{
    static const QStringList kOpen = { QString(), QStringLiteral("dat"), QStringLiteral("asc"),
        QStringLiteral("prn"), QStringLiteral("text"), QStringLiteral("out"), QStringLiteral("log") };
    if (isTableName(file.fileName()) || !format.isTableText)
        return;
    const std::string name = file.fileName().toStdString();
    if (kOpen.contains(file.suffix().toLower()))
        problems.note("name-of-other-format", name, "the file is plain text, and is read as a table",
            "nothing needs to be done");
    else
        problems.warning("name-of-other-format", name,
            { "the file is plain text, although its name ends with .{}: it is read as a table",
                file.suffix().toStdString() },
            "nothing needs to be done; a name that ends with .csv would say what it is");
}

} // namespace

std::optional<TableSource> openTableSource(const QString& path, const ReadLimits& limits, Problems& problems)
{
    TableSource source;
    const QFileInfo info(path);
    const FileFormat format = info.isFile() ? recogniseFile(path) : FileFormat {};
    const bool zip = info.suffix().compare(QLatin1String("zip"), Qt::CaseInsensitive) == 0;
    // Whatever its name is, an archive is no table.
    const bool isOther
        = format.kind == FileKind::Zip || format.kind == FileKind::Npz || format.kind == FileKind::Pickle;
    if (info.isDir() || (info.isFile() && info.fileName() == QLatin1String(kManifest))) {
        source.format = QStringLiteral("folder");
        const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
        source.files = openFolder(folder, limits);
        source.name = QFileInfo(folder).fileName().toStdString();
    } else if (info.isFile()
        && ((isTableName(path) && !isOther) || format.isTableText || format.becomesTables())) {
        tellOtherName(info, format, problems);
        source.format = QStringLiteral("table");
        source.files = openFolder(info.absolutePath(), limits);
        source.tables = source.files->tablesOf(info.fileName(), true, problems);
        source.name = tableStem(info.fileName()).toStdString();
        leaveOutCopies(*source.files, source.tables, problems);
        if (source.tables.size() > 1)
            source.format = QStringLiteral("workbook");
        return problems.hasErrors() ? std::nullopt : std::optional(std::move(source));
    } else if (info.isFile() && (zip || format.kind == FileKind::Zip)) {
        if (reportUnread(format, info.fileName().toStdString(), problems))
            return std::nullopt;
        source.format = QStringLiteral("zip");
        source.files = openZip(path, limits, problems);
        source.name = info.completeBaseName().toStdString();
    }
    if (!source.files)
        return std::nullopt;
    source.hasManifest = source.files->contains(QLatin1String(kManifest));
    Problems ignored; // what a manifest does not name does not matter
    source.tables = tablesOfFolder(*source.files, source.hasManifest ? ignored : problems);
    // A file for each instance is another layout; looking at all of them would take long, too.
    if (!source.hasManifest && source.tables.size() > kMostTables) {
        problems.error("too-many-tables", info.fileName().toStdString(),
            { "it holds {} tables, and a cohort has one or a few per modality",
                grouped(source.tables.size()) },
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
        problems.error("no-tables", name,
            { source.format == QLatin1String("zip")
                    ? "the archive holds its tables in several folders, such as {}"
                    : "the folder holds neither manifest.json nor a table; there are tables in folders "
                      "below, such as {}",
                inQuotes(table->toStdString()) },
            source.format == QLatin1String("zip") ? "put them in one folder, and pack that"
                                                  : "put them in one folder, or open that folder");
    else
        problems.error("no-tables", name,
            source.format == QLatin1String("zip") ? "the archive holds neither manifest.json nor a table"
                                                  : "the folder holds neither manifest.json nor a table",
            "put the tables into it (.csv, .tsv), or choose another one");
}

std::vector<TableSample> sampleTables(const TableSource& source, const ReadingPlan& plan)
{
    std::vector<TableSample> samples;
    for (const QString& table : source.tables.first(std::min(source.tables.size(), kMostTables))) {
        Problems problems;
        TableSample sample { table.toStdString(), {} };
        source.files->open(table, "none", problems, [&](QIODevice& device, std::uint64_t size) {
            sample.rows = previewTable(device, size, sample.file, kPreviewRows, plan.ofFile(sample.file));
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
