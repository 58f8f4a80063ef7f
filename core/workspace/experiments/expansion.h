// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "workspace/experiments/experiment.h"
#include "workspace/io/problems.h"
#include "workspace/jobs/request.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace btw::experiments {

/// The trainings of an experiment, and what its reader has to know of them.
struct Expansion
{
    std::vector<jobs::TrainingRequest> requests; ///< those of one cohort beside each other
    std::vector<io::Problem> problems; ///< with an error where they cannot be trained
};

/// The people that an experiment is about, or some of them (its `rows`).
struct Population
{
    QString name; ///< empty: everybody
    data::Cohort asRead; ///< as the file has it, its splits not completed (io::readCohort)
    QString path; ///< where it can be read again
};

/// Completes the cohort; of folds, as the first that can be trained on.
/// \param cohort a copy of asRead \return what completing finds, with an error where it cannot be trained on
std::vector<io::Problem> completeFirst(
    data::Cohort& cohort, const data::Cohort& asRead, const Folds& folds, std::uint64_t splitSeed);

/// How much of an experiment is expanded.
enum class Extent : std::uint8_t {
    Whole,
    FirstFold ///< the first that can be trained on, of everybody and of each `rows`: what one takes
};
/// \param populations one or more of the same data; the question is asked of each by itself
Expansion expand(const Experiment& experiment, const std::vector<Population>& populations,
    std::int64_t experimentId, Extent extent = Extent::Whole);

} // namespace btw::experiments
