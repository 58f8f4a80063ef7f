// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/expansion.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/experimentfile.h"
#include "workspace/io/problems.h"
#include "workspace/io/readresult.h"
#include "workspace/io/recipe/recipe.h"

#include <QString>

#include <functional>
#include <string>
#include <vector>

namespace btw::experiments {

/// An experiment's file laid upon its cohort: what expand() takes.
struct ExperimentOnData
{
    Experiment experiment;
    std::vector<Population> populations;
    std::vector<io::Problem> problems; ///< with an error where nothing can be trained
    std::vector<std::string> leftOut; ///< what of the grid is not trained, one sentence each
};

/// How a cohort is read: io::readCohort() with the limits of the environment, or by way of a cache.
using ReadCohort = std::function<io::ReadResult(const QString& path, const io::Recipe& recipe)>;
io::ReadResult readAnew(const QString& path, const io::Recipe& recipe);

/// Reads the cohort, once for each of the `rows`. \param folder of the store, `<store>.d`: a planted cohort
/// is written there, and what was done to the rows is kept there, so that all can be read again \throws
/// btw::Error for keys that do not suit the cohort
ExperimentOnData layOnData(const ExperimentFile& file, const QString& folder,
    const systems::SystemRegistry& systems, const ReadCohort& read = readAnew);

} // namespace btw::experiments
