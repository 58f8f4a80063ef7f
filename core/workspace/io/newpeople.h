// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/shape.h"
#include "workspace/io/readresult.h"

#include <QString>

#include <string>
#include <vector>

namespace btw::io {

struct Recipe;
struct Manifest;

/// What a cohort keeps of how its tables were read (data::Cohort::reading): the manifest they were read by,
/// and of the recipe what says how cells are read. Nothing that names a row or an instance.
std::string readingOf(const Recipe& recipe, const Manifest* manifest);

/// Reads people whom a model never saw, in the form of its training cohort. Tables are read as those of the
/// training cohort were, their columns found by name; what else there is, is named and not used. Labels may
/// be missing, in part or altogether (NaN). A table in place of the training's one table may have any name;
/// of several, each has the name that it had there.
/// \param used modalities that matter (data::fitToShape); empty: all
ReadResult readNewPeople(const QString& path, const data::CohortShape& shape,
    const std::vector<std::string>& used = {}, const ReadLimits& limits = ReadLimits::ofEnvironment());

} // namespace btw::io
