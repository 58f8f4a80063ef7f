// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/derivation.h"
#include "workspace/io/readresult.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace btw::io {

struct Recipe;

/// Reads a cohort from an `.npz` file, a folder of CSV files, its `manifest.json`, a `.zip` of such a folder,
/// one wide `.csv` or `.tsv`, a `.recipe.json`, or what a plug-in reads. Tables without a manifest are read
/// as guessTables() takes them; each guess is a note. Splits stay as the file has them:
/// `splits` is empty when it has none, and without validation rows when it has only train and test
/// (data::drawSplits completes both). Never throws for bad data; `cohort` is empty when any problem is an
/// error.
ReadResult readCohort(const QString& path, const ReadLimits& limits = ReadLimits::ofEnvironment());

/// The same as a recipe says. A recipe for a `.recipe.json` comes on top of that file's own.
ReadResult readCohort(const QString& path, const Recipe& recipe, const ReadLimits& limits);

/// Completes a cohort as it was read to what a training needs: splits (a fold's, where the derivation says
/// so, with its repeat as their seed), what waits for them, and the placebo. \return what
/// completing and checking find; with an error where it cannot be trained on.
std::vector<Problem> completeCohort(
    data::Cohort& cohort, std::uint64_t splitSeed, const data::Derivation& derivation = {});

/// readCohort, then data::drawSplits(splitSeed) and training::canTrain: a cohort ready for training.
ReadResult openCohort(
    const QString& path, std::uint64_t splitSeed, const ReadLimits& limits = ReadLimits::ofEnvironment());
ReadResult openCohort(
    const QString& path, const Recipe& recipe, std::uint64_t splitSeed, const ReadLimits& limits);
/// What an experiment made of it.
ReadResult openCohort(const QString& path, std::uint64_t splitSeed, const data::Derivation& derivation,
    const ReadLimits& limits = ReadLimits::ofEnvironment());

} // namespace btw::io
