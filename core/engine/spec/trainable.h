// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"
#include "engine/spec/spec.h"

#include <string>
#include <vector>

namespace btw::training {

/// Everything about a cohort that a person should know before training on it, errors first: what
/// data::checkCohort finds, and which modalities are irregular series. With an error, training is refused;
/// `btw validate`, the window and the trainings themselves all ask this. What one system cannot take is
/// System::cannotFit().
std::vector<data::Problem> canTrain(const data::Cohort& cohort);

/// As above, with what the spec asks of the cohort.
std::vector<data::Problem> canTrain(const data::Cohort& cohort, const ExperimentSpec& spec);

/// Of those problems, the ones that concern the spec; quick.
std::vector<data::Problem> canTrain(Task task, const ExperimentSpec& spec);

/// That a modality is an irregular series, with the bins that would make a sequence of it.
data::Problem irregularSeries(
    const data::Modality& modality, data::Severity severity, std::string what, std::string remedy);

} // namespace btw::training
