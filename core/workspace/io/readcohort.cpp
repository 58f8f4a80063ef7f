// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/readcohort.h"

#include "workspace/io/cohorthash.h"
#include "workspace/io/formats/fileformat.h"
#include "workspace/io/formats/filenames.h"
#include "workspace/io/formats/formatwords.h"
#include "workspace/io/importerchoice.h"
#include "workspace/io/newpeople.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/io/tables/read/csvfolder.h"
#include "workspace/io/tables/source/guesschecks.h"
#include "workspace/io/tables/source/tablesource.h"
#include "workspace/io/tables/source/tablesview.h"

#include "engine/data/fitting.h"
#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/spec/trainable.h"

#include <QFileInfo>

#include <algorithm>
#include <new>
#include <string_view>

namespace btw::io {

namespace {

std::string nameOf(const QString& path) { return QFileInfo(path).fileName().toStdString(); }

ReadResult refused(const char* code, std::string where, const char* what, const std::string& remedy)
{
    Problems problems;
    problems.error(code, std::move(where), what, remedy);
    return { std::nullopt, problems.take() };
}

/// Text tables; nullopt where the path holds none.
std::optional<ReadResult> readTablesOf(
    const QString& path, const Recipe& recipe, const ReadingPlan& plan, const ReadLimits& limits)
{
    Problems problems;
    const std::optional<TableSource> source = openTableSource(path, limits, problems);
    if (!source && !problems.hasErrors())
        return std::nullopt;
    if (!source)
        return ReadResult { std::nullopt, problems.take() };
    TablesView view = viewTables(*source, nameOf(path), recipe.manifest, plan, problems);
    if (!view.manifest)
        return ReadResult { std::nullopt, problems.take() };
    ReadResult result = readTables(*view.manifest, *source->files, limits, plan);
    checkGuess(view, source->name, plan, result);
    if (result.cohort)
        result.cohort->reading = readingOf(recipe, &*view.manifest);
    problems.append(std::move(result.problems));
    return ReadResult { std::move(result.cohort), problems.take() };
}

/// As readCohort for a path that is no recipe file.
ReadResult readSource(const QString& path, const Recipe& recipe, const ReadLimits& limits)
{
    const QFileInfo info(path);
    const ReadingPlan plan(
        recipe.remedies, recipe.isOfNewPeople ? ReadingPlan::For::NewPeople : ReadingPlan::For::Training);
    // Remedies that would quietly do nothing are refused.
    const auto whole = [&](ReadResult result, bool marks) {
        const bool unknown = std::any_of(recipe.remedies.begin(), recipe.remedies.end(),
            [marks](const Remedy& one) { return std::holds_alternative<MarkMissing>(one) && !marks; });
        if (recipe.manifest || unknown || plan.concernsTables()) {
            Problems problems;
            problems.append(std::move(result.problems));
            problems.error("remedy-idle", nameOf(path),
                "the recipe is about columns and rows of tables, and this source is not a table",
                "take its manifest and remedies out, or choose another source");
            return ReadResult { std::nullopt, problems.take() };
        }
        if (result.cohort)
            result.cohort->reading = readingOf(recipe, nullptr);
        return result;
    };
    if (const auto entry = importerOf(path, AskedImporters::OfItsName))
        return whole(entry->importer->read(path, limits, plan), false);
    // By name first: an importer looks at bytes, and those of an archive may look like a pickle's.
    const FileFormat format = info.isFile() && !isManifest(info) ? recogniseFile(path) : FileFormat {};
    if (isNpz(info, format))
        return whole(readNpz(path, limits, plan), true);
    Problems unread;
    if (reportUnread(format, nameOf(path), unread))
        return { std::nullopt, unread.take() };
    const bool bare = info.isDir() && !QFileInfo::exists(path + QStringLiteral("/manifest.json"));
    if (!bare || recipe.manifest)
        if (auto result = readTablesOf(path, recipe, plan, limits))
            return std::move(*result);
    if (const auto entry = importerOf(path, AskedImporters::All))
        return whole(entry->importer->read(path, limits, plan), false);
    if (bare)
        if (auto result = readTablesOf(path, recipe, plan, limits))
            return std::move(*result);
    if (format.kind == FileKind::Empty)
        return refused("file-empty", nameOf(path), "the file is empty", "copy or download it again");
    return refused("format-unknown", nameOf(path), "the format of this file is not known",
        "give one of these: " + std::string(kReadableFormats));
}

/// Whether the splits that canTrain complains of were drawn here: drawing them again would not fix it.
void withoutDrawing(std::vector<data::Problem>& problems)
{
    for (data::Problem& problem : problems)
        problem.concern.splits = false;
}

} // namespace

std::vector<Problem> completeCohort(
    data::Cohort& cohort, std::uint64_t splitSeed, const data::Derivation& derivation)
{
    const bool isFold = derivation.folds > 0;
    const bool drawn = cohort.splits.empty() || isFold;
    std::vector<data::Problem> found;
    const char* where = "splits";
    try {
        if (isFold)
            data::assignFold(cohort, derivation);
        data::assignSplits(cohort, isFold ? derivation.repeat : splitSeed);
        where = cohort.cut ? "label cut" : "categories";
        if (cohort.cut || !cohort.categories.empty() || !derivation.placebo.empty())
            keepContent(cohort);
        found = data::fitToTraining(cohort);
        if (!derivation.placebo.empty())
            data::shuffleModality(cohort, derivation.placebo, derivation.repeat);
        const std::vector<data::Problem> checked = training::canTrain(cohort);
        found.insert(found.end(), checked.begin(), checked.end());
    } catch (const Error& error) {
        // Too few rows or groups for three splits, or nothing to fit.
        const bool splits = std::string_view(where) == "splits";
        found = { { data::Severity::Error, where, error.what(),
            splits ? "Bring more instances, or give the split of each in the data."
                   : "Change the description of the data, or the data.",
            "cannot-be-completed" } };
        found.front().concern.splits = !drawn;
    } catch (const std::bad_alloc&) {
        found = { { data::Severity::Error, where, "The data does not fit into memory.",
            "Use a machine with more memory, or fewer features.", "memory" } };
    }
    if (drawn)
        withoutDrawing(found);
    return withRemedies(std::move(found));
}

ReadResult readCohort(const QString& path, const Recipe& recipe, const ReadLimits& limits)
{
    if (!QFileInfo::exists(path))
        return { std::nullopt, { absentSource(path, path) } };
    Problems problems;
    const std::optional<RecipeFile> resolved = resolveRecipe(path, recipe, problems);
    if (!resolved)
        return { std::nullopt, problems.take() };
    ReadResult result;
    try {
        result = QFileInfo::exists(resolved->data)
            ? readSource(resolved->data, resolved->recipe, limits)
            : ReadResult { std::nullopt, { absentSource(path, resolved->data) } };
        applyRecipe(result, resolved->recipe, limits);
    } catch (const std::bad_alloc&) {
        result = refused("memory", nameOf(path), "the data does not fit into memory",
            "use a machine with more memory, or fewer features");
    }
    problems.append(std::move(result.problems));
    return { std::move(result.cohort), problems.take() };
}

ReadResult readCohort(const QString& path, const ReadLimits& limits)
{
    return readCohort(path, Recipe {}, limits);
}

namespace {

ReadResult completed(ReadResult result, std::uint64_t splitSeed, const data::Derivation& derivation)
{
    if (!result.cohort)
        return result;
    const std::vector<Problem> found = completeCohort(*result.cohort, splitSeed, derivation);
    result.problems.insert(result.problems.end(), found.begin(), found.end());
    if (result.hasErrors())
        result.cohort.reset();
    return result;
}

} // namespace

ReadResult openCohort(
    const QString& path, const Recipe& recipe, std::uint64_t splitSeed, const ReadLimits& limits)
{
    return completed(readCohort(path, recipe, limits), splitSeed, {});
}

ReadResult openCohort(const QString& path, std::uint64_t splitSeed, const data::Derivation& derivation,
    const ReadLimits& limits)
{
    return completed(readCohort(path, limits), splitSeed, derivation);
}

ReadResult openCohort(const QString& path, std::uint64_t splitSeed, const ReadLimits& limits)
{
    return openCohort(path, Recipe {}, splitSeed, limits);
}

} // namespace btw::io
