// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/importpreview.h"

#include "workspace/io/formats/fileformat.h"
#include "workspace/io/formats/filenames.h"
#include "workspace/io/formats/formatwords.h"
#include "workspace/io/importerchoice.h"
#include "workspace/io/npz/npzarrays.h"
#include "workspace/io/pickle/loadpickle.h"
#include "workspace/io/tables/read/csvfolder.h"
#include "workspace/io/tables/source/tablesview.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <new>
#include <utility>

namespace btw::io {

namespace {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const std::int64_t length : shape)
        text += (text.empty() ? "" : " x ") + grouped(length);
    return text.empty() ? "one value" : text;
}

TableSample arrayTable(const QString& path)
{
    TableSample sample;
    sample.file = QFileInfo(path).fileName().toStdString();
    sample.rows.header = { "array", "shape", "type" };
    sample.rows.whole = true;
    return sample;
}

void previewNpz(ImportPreview& preview, const ReadLimits& limits, Problems& problems)
{
    preview.format = QStringLiteral("npz");
    NpzArrays arrays(problems);
    if (!arrays.open(preview.path, limits))
        return;
    TableSample sample = arrayTable(preview.path);
    for (const std::string& name : arrays.names()) {
        const std::optional<NpyHeader> header = arrays.header(name);
        if (!header)
            continue;
        sample.rows.rows.push_back({ name, shapeText(header->shape), typeName(header->type) });
        if (name == "y" && !header->shape.empty())
            preview.rows = header->shape.front();
    }
    preview.tables.push_back(std::move(sample));
}

/// The arrays of a dict, those of dicts inside with a path.
void listArrays(const pickle::Value& value, const std::string& path, int depth, TablePreview& out)
{
    constexpr std::size_t kMostRows = 200;
    constexpr int kDeepest = 3;
    if (value.kind() != pickle::Kind::Dict || depth > kDeepest)
        return;
    for (std::size_t i = 0; i < value.size() && out.rows.size() < kMostRows; ++i) {
        const pickle::Value item = value.valueAt(i);
        const std::string name = path + value.key(i).text().value_or("?");
        if (const pickle::Array* array = item.array())
            out.rows.push_back(
                { name, shapeText(array->shape), array->objects.empty() ? "array" : "objects" });
        else if (item.kind() == pickle::Kind::Dict)
            listArrays(item, name + "/", depth + 1, out);
        else
            out.rows.push_back({ name, item.isSequence() ? grouped(item.size()) : "", item.description() });
    }
}

void previewPickle(ImportPreview& preview, const ReadLimits& limits)
{
    if (!QFileInfo(preview.path).isFile())
        return;
    // A pickle of arrays is a few instructions whatever its size; one of millions of objects is not.
    constexpr qint64 kMostMilliseconds = 500;
    QElapsedTimer clock;
    clock.start();
    Problems ignored; // reading says what is wrong
    pickle::MemoryBudget memory(limits.memoryBytes);
    std::unique_ptr<pickle::Document> document;
    try {
        document = pickle::loadPickle(
            preview.path, memory, [&](double) { return clock.elapsed() < kMostMilliseconds; }, ignored);
    } catch (const pickle::OverLimit&) {
        return;
    }
    if (!document)
        return;
    TableSample sample = arrayTable(preview.path);
    listArrays(document->root(), {}, 1, sample.rows);
    if (!sample.rows.rows.empty())
        preview.tables.push_back(std::move(sample));
}

/// False where the path holds no tables.
bool previewTables(ImportPreview& preview, const ReadLimits& limits, Problems& problems)
{
    // What is no text is converted first: as many rows as are looked at, and some that do not count.
    constexpr std::int64_t kHeadRows = 2000;
    ReadLimits head = limits;
    head.headRows = kHeadRows;
    const std::optional<TableSource> source = openTableSource(preview.path, head, problems);
    if (!source)
        return problems.hasErrors();
    if (!source->hasManifest && source->tables.isEmpty() && source->format != QLatin1String("zip"))
        return false;
    preview.format = source->format;
    if (source->format != QLatin1String("table") && source->format != QLatin1String("workbook")) {
        preview.bytes = 0;
        for (const QString& table : source->tables)
            preview.bytes += static_cast<qint64>(source->files->size(table));
    }
    const std::string name = QFileInfo(preview.path).fileName().toStdString();
    TablesView view
        = viewTables(*source, name, preview.recipe.manifest, ReadingPlan(preview.recipe.remedies), problems);
    preview.tables = std::move(view.samples);
    preview.guessed = view.guess.has_value();
    preview.guess = view.manifest ? std::move(view.manifest) : std::move(view.guess);
    preview.reasons = std::move(view.reasons);
    preview.missing = std::move(view.missing);
    constexpr std::size_t kShownRows = 200;
    for (TableSample& sample : preview.tables) {
        if (sample.rows.rows.size() > kShownRows) {
            sample.rows.rows.resize(kShownRows);
            sample.rows.whole = false;
        }
    }
    return true;
}

/// False where no such importer reads it.
bool previewByImporter(ImportPreview& preview, AskedImporters asked, const ReadLimits& limits)
{
    const auto entry = importerOf(preview.path, asked);
    if (!entry)
        return false;
    preview.format = entry->id;
    preview.formatName = entry->name;
    previewPickle(preview, limits);
    return true;
}

void look(ImportPreview& preview, const ReadLimits& limits, Problems& problems)
{
    const QFileInfo info(preview.path);
    preview.bytes = info.isFile() ? info.size() : 0;
    // In the order of readCohort.
    if (previewByImporter(preview, AskedImporters::OfItsName, limits))
        return;
    const FileFormat format
        = info.isFile() && !isManifest(info) ? recogniseFile(preview.path) : FileFormat {};
    if (isNpz(info, format)) {
        previewNpz(preview, limits, problems);
        return;
    }
    if (reportUnread(format, info.fileName().toStdString(), problems))
        return;
    const bool bare = info.isDir() && !QFileInfo::exists(preview.path + QStringLiteral("/manifest.json"));
    if ((!bare || preview.recipe.manifest) && previewTables(preview, limits, problems))
        return;
    if (previewByImporter(preview, AskedImporters::All, limits))
        return;
    if (bare && previewTables(preview, limits, problems))
        return;
    if (format.kind == FileKind::Empty) {
        problems.error(
            "file-empty", info.fileName().toStdString(), "the file is empty", "copy or download it again");
        return;
    }
    problems.error(info.isDir() ? "no-tables" : "format-unknown", info.fileName().toStdString(),
        info.isDir() ? "the folder holds neither manifest.json nor a table"
                     : "the format of this file is not known",
        info.isDir() ? std::string("put the tables into it (.csv, .tsv), or choose another one")
                     : "give " + std::string(kReadableFormats));
}

} // namespace

ImportPreview previewImport(
    const QString& path, const ReadLimits& limits, const std::optional<std::vector<Remedy>>& remedies)
{
    ImportPreview preview;
    preview.path = QFileInfo(path).absoluteFilePath();
    Problems problems;
    const bool isRecipe = isRecipeFile(preview.path);
    if (std::optional<RecipeFile> file = resolveRecipe(preview.path, {}, problems)) {
        preview.path = file->data;
        preview.recipe = std::move(file->recipe);
        if (remedies)
            preview.recipe.remedies = *remedies;
        try {
            if (QFileInfo::exists(preview.path))
                look(preview, limits, problems);
            else
                problems.append({ absentSource(path, preview.path) });
        } catch (const std::bad_alloc&) {
            problems.error("memory", QFileInfo(preview.path).fileName().toStdString(),
                "the data does not fit into memory", "use a machine with more memory, or fewer features");
        }
    }
    if (isRecipe)
        preview.format = QStringLiteral("recipe");
    preview.problems = problems.take();
    return preview;
}

} // namespace btw::io
