// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/readcohort.h"

#include "workspace/io/csvfolder.h"
#include "workspace/io/filesource.h"
#include "workspace/io/importer.h"
#include "workspace/io/npz.h"
#include "workspace/io/recipe.h"
#include "workspace/io/tablefile.h"
#include "workspace/plugin/importers.h"

#include "engine/data/cohortcheck.h"
#include "engine/data/fitting.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <array>
#include <exception>
#include <new>
#include <string_view>

namespace btw::io {

namespace {

bool hasSuffix(const QFileInfo& path, const char* suffix)
{
    return path.isFile() && path.suffix().compare(QLatin1String(suffix), Qt::CaseInsensitive) == 0;
}

class NpzImporter : public Importer
{
public:
    QString description() const override { return QStringLiteral("an .npz file"); }
    bool accepts(const QFileInfo& path) const override { return hasSuffix(path, "npz"); }
    ReadResult read(const QString& path, const ReadLimits& limits) const override
    {
        return readNpz(path, limits);
    }
};

class FolderImporter : public Importer
{
public:
    QString description() const override { return QStringLiteral("a folder with manifest.json"); }
    bool accepts(const QFileInfo& path) const override
    {
        return path.isDir() || (path.isFile() && path.fileName() == QLatin1String("manifest.json"));
    }
    ReadResult read(const QString& path, const ReadLimits& limits) const override
    {
        const QFileInfo info(path);
        const std::unique_ptr<FileSource> folder = openFolder(info.isDir() ? path : info.absolutePath());
        if (!folder->contains(QStringLiteral("manifest.json")))
            return { std::nullopt,
                { { data::Severity::Error, info.fileName().toStdString(),
                    "The folder holds no manifest.json.",
                    "Add one that names the files, their columns and the label." } } };
        return readCsvFolder(*folder, limits);
    }
};

class ZipImporter : public Importer
{
public:
    QString description() const override { return QStringLiteral("a .zip of such a folder"); }
    bool accepts(const QFileInfo& path) const override { return hasSuffix(path, "zip"); }
    ReadResult read(const QString& path, const ReadLimits& limits) const override
    {
        Problems problems;
        const std::unique_ptr<FileSource> archive = openZip(path, limits, problems);
        if (!archive)
            return { std::nullopt, problems.take() };
        ReadResult result = readCsvFolder(*archive, limits);
        problems.append(std::move(result.problems));
        return { std::move(result.cohort), problems.take() };
    }
};

class TableImporter : public Importer
{
public:
    QString description() const override { return QStringLiteral("one wide .csv or .tsv table"); }
    bool accepts(const QFileInfo& path) const override
    {
        for (const char* suffix : { "csv", "tsv", "tab", "txt", "data" })
            if (hasSuffix(path, suffix))
                return true;
        return false;
    }
    ReadResult read(const QString& path, const ReadLimits& limits) const override
    {
        return readTableFile(path, limits);
    }
};

class RecipeImporter : public Importer
{
public:
    QString description() const override { return QStringLiteral("a .recipe.json"); }
    bool accepts(const QFileInfo& path) const override
    {
        return path.isFile() && path.fileName().endsWith(QLatin1String(".recipe.json"));
    }
    ReadResult read(const QString& path, const ReadLimits& limits) const override
    {
        return readRecipeFile(path, limits);
    }
};

ReadResult refused(const QString& path, std::string what, std::string remedy)
{
    return { std::nullopt,
        { { data::Severity::Error, QFileInfo(path).fileName().toStdString(), std::move(what),
            std::move(remedy) } } };
}

} // namespace

ReadResult readCohort(const QString& path, const ReadLimits& limits)
{
    const NpzImporter npz;
    const FolderImporter folder;
    const ZipImporter zip;
    const TableImporter table;
    const RecipeImporter recipe;
    const std::array<const Importer*, 5> importers = { &npz, &folder, &zip, &table, &recipe };

    const QFileInfo info(path);
    if (!info.exists())
        return { std::nullopt,
            { { data::Severity::Error, path.toStdString(), "There is no such file or folder.",
                "Check the path for a typing error." } } };
    std::string formats;
    try {
        // By name first: an importer looks at bytes, and those of an archive may look like a pickle's.
        const bool bare = info.isDir() && !QFileInfo::exists(path + QStringLiteral("/manifest.json"));
        for (const Importer* importer : importers) {
            if (!bare && importer->accepts(info))
                return importer->read(path, limits);
            formats += (formats.empty() ? "" : ", ") + importer->description().toStdString();
        }
        for (const plugin::ImporterEntry& entry : plugin::builtInImporters())
            if (entry.importer->canRead(path))
                return entry.importer->read(path, limits);
        if (bare)
            return folder.read(path, limits);
    } catch (const std::bad_alloc&) {
        return refused(
            path, "The data does not fit into memory.", "Use a machine with more memory, or fewer features.");
    }
    return refused(
        path, "The format of this file is not known.", "Give one of these: " + formats + ", a pickle.");
}

ReadResult openCohort(const QString& path, std::uint64_t splitSeed, const ReadLimits& limits)
{
    ReadResult result = readCohort(path, limits);
    if (!result.cohort)
        return result;
    std::vector<data::Problem> found;
    const char* where = "splits";
    try {
        data::assignSplits(*result.cohort, splitSeed);
        where = result.cohort->cut ? "label cut" : "categories";
        found = data::fitToTraining(*result.cohort);
        const std::vector<data::Problem> checked = data::checkCohort(*result.cohort);
        found.insert(found.end(), checked.begin(), checked.end());
    } catch (const Error& error) {
        // Too few rows or groups for three splits, or nothing to fit.
        const bool splits = std::string_view(where) == "splits";
        found = { { data::Severity::Error, where, error.what(),
            splits ? "Bring more instances, or give the split of each in the data."
                   : "Change the description of the data, or the data." } };
    } catch (const std::bad_alloc&) {
        found = { { data::Severity::Error, where, "The data does not fit into memory.",
            "Use a machine with more memory, or fewer features." } };
    }
    result.problems.insert(result.problems.end(), found.begin(), found.end());
    if (result.hasErrors())
        result.cohort.reset();
    return result;
}

} // namespace btw::io
