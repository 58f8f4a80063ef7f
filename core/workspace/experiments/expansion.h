// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "workspace/experiments/experiment.h"
#include "workspace/io/problems.h"
#include "workspace/jobs/request.h"

#include <vector>

namespace btw::experiments {

/// The trainings of an experiment, and what its reader has to know of them.
struct Expansion
{
    std::vector<jobs::TrainingRequest> requests; ///< those of one cohort beside each other
    std::vector<io::Problem> problems; ///< with an error where they cannot be trained
};

/// \param asRead the cohort as the file has it, its splits not completed (io::readCohort)
/// \param cohortPath where it can be read again
Expansion expand(const Experiment& experiment, const data::Cohort& asRead, const QString& cohortPath,
    std::int64_t experimentId);

} // namespace btw::experiments
