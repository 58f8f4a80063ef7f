// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"
#include "engine/spec/spec.h"

#include <vector>

namespace btw::training {

/// Everything about a cohort that a person should know before training on it, errors first: what
/// data::checkCohort finds, and the modalities that no model takes (irregular series, with the bins that
/// would make sequences of them). With an error, training is refused; `btw validate`, the window and the
/// trainings themselves all ask this.
std::vector<data::Problem> canTrain(const data::Cohort& cohort);

/// As above, with what the spec asks of the cohort.
std::vector<data::Problem> canTrain(const data::Cohort& cohort, const ExperimentSpec& spec);

/// Of those problems, the ones that concern the spec; quick.
std::vector<data::Problem> canTrain(Task task, const ExperimentSpec& spec);

/// Of canTrain's problems, the modalities that no model takes.
std::vector<data::Problem> untrainableModalities(const data::Cohort& cohort);

} // namespace btw::training
