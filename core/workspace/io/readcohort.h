// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"

#include <QString>

#include <cstdint>

namespace btw::io {

/// Reads a cohort from an `.npz` file, a folder of CSV files with `manifest.json`, that `manifest.json`
/// itself, a `.zip` of such a folder, or one wide `.csv` or `.tsv`. Splits stay as the file has them:
/// `splits` is empty when it has none, and without validation rows when it has only train and test
/// (data::drawSplits completes both). Never throws for bad data; `cohort` is empty when any problem is an
/// error.
ReadResult readCohort(const QString& path, const ReadLimits& limits = ReadLimits::ofEnvironment());

/// readCohort, then data::drawSplits(splitSeed) and data::checkCohort: a cohort ready for training.
ReadResult openCohort(
    const QString& path, std::uint64_t splitSeed, const ReadLimits& limits = ReadLimits::ofEnvironment());

} // namespace btw::io
