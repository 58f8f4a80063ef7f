// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/queueentry.h"
#include "workspace/store/experimentrecord.h"
#include "workspace/store/trainingrecord.h"

#include <vector>

namespace btw::store {
class Store;
}

namespace btw::jobs {

/// What a training of an experiment is called: "late · seed 1 · fold 2", "without notes · ...".
/// \param definition of the experiment
QString partName(
    const store::TrainingRecord& training, const store::ExperimentPart& part, const QJsonObject& definition);

/// The experiments that trainings belong to, each with those of them that are its parts, in their order. One
/// that belongs to two is with the first.
std::vector<QueuedExperiment> queuedExperiments(
    const store::Store& store, const std::vector<store::TrainingRecord>& trainings);

} // namespace btw::jobs
