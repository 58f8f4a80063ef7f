// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/manifest.h"

#include "engine/data/rowfilter.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace btw::io {

/// How a source is read, and what is done to its cohort before splits are drawn: what its columns are, what
/// fixes its problems, which rows take part, then the cut of the label. It is part of a cohort's hash through
/// its result.
struct Recipe
{
    /// In place of the source's own manifest or the guess: of text tables only (one table, a folder, a zip).
    std::optional<Manifest> manifest = {};
    std::vector<Remedy> remedies = {}; ///< carried out while reading, in the order of a ReadingPlan
    data::RowFilter filter = {};
    std::optional<data::LabelCut> cut = {};
    bool isOfNewPeople = false; ///< who are to be predicted: their labels may be missing

    bool isEmpty() const { return !manifest && remedies.empty() && filter.isEmpty() && !cut; }
};

/// `manifest` (docs/formats), `remedies` (remedyjson.h), `filter` (`complete`, `ranges`: `modality`,
/// `column`, `low`, `high`, or `label` true; `keep`, `drop`) and `label_cut` (`thresholds` or `quantiles`,
/// `names`); what is empty is left out.
QJsonObject recipeToJson(const Recipe& recipe);
/// nullopt, with problems at `where` and their key, for what is not known or ill-typed.
std::optional<Recipe> recipeFromJson(const QJsonObject& object, const std::string& where, Problems& problems);

/// Applies what concerns the cohort once it is read: instances left out, the splits, the filter, the cut;
/// thresholds cut at once, quantiles when the splits are known. The cohort is empty afterwards where the
/// recipe does not fit it, with an error.
void applyRecipe(ReadResult& result, const Recipe& recipe, const ReadLimits& limits = {});

/// A file that holds `data`, the path of a cohort as readCohort takes it (relative to the file), and
/// `recipe`. readCohort takes it in place of the cohort; its name ends with `.recipe.json`.
struct RecipeFile
{
    QString data; ///< absolute
    Recipe recipe;
};

bool isRecipeFile(const QString& path);
/// nullopt, with a problem, for a file that cannot be read or is none.
std::optional<RecipeFile> readRecipeFile(const QString& path, Problems& problems);
/// Where a path leads: that of a recipe file to its data, with `recipe` on top of the file's own; any other
/// to itself with `recipe`.
std::optional<RecipeFile> resolveRecipe(const QString& path, const Recipe& recipe, Problems& problems);
/// The error for a path that is not there, or that leads to data that is not there (as resolveRecipe finds
/// it).
Problem absentSource(const QString& path, const QString& data);
/// Writes one, atomically. \throws btw::Error (Work) when that fails.
void writeRecipeFile(const QString& path, const QString& data, const Recipe& recipe);

} // namespace btw::io
