// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"
#include "workspace/jobs/request.h"
#include "workspace/store/records.h"
#include "workspace/store/trainingrecord.h"

#include <cstddef>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::jobs {

/// One run that a training needs, with the runs (earlier in the same plan) that it is built from.
struct PlannedRun
{
    struct Input
    {
        std::size_t run = 0; ///< index into the plan
        store::RunInput::Role role = store::RunInput::Role::Unimodal;
    };
    store::RunRecord record; ///< id 0 until recorded
    std::vector<Input> inputs;
    /// Of the training itself; else of one whose last run it is made of (systems::System::needs).
    bool isOwn = true;
};

/// What a training is called, after its last run: "btw · seed 2", "without notes · haim · seed 1".
/// \param cohort null where it is not open: then the modalities of a subset are listed
QString trainingName(const systems::SystemInfo& system, const training::ExperimentSpec& spec,
    std::uint64_t seed, const data::Cohort* cohort);
/// The same in plain words, for lists: "seed 2 · BTW-weighted mixture of experts", "without notes · seed 1 ·
/// Boosted trees". What tells trainings apart comes first, since a narrow list cuts the end.
QString trainingTitle(const training::ExperimentSpec& spec, std::uint64_t seed, const data::Cohort* cohort);

/// Steps 1, 2 and, unless the variant is `none` or the system takes no weights, 3 of a request, and before
/// them the runs of other systems that these are made of, each once, in the order in which they must run.
/// \param isAsked false for a run that is trained for the sake of another one only
/// \param unshuffledId the store's id of request.unshuffled's split, if there is one
std::vector<PlannedRun> planTraining(const TrainingRequest& request, const systems::SystemRegistry& systems,
    std::int64_t splitId, const QString& cohortHash, bool isAsked = true, std::int64_t unshuffledId = 0);

/// Gives every planned run its row in the store: the finished or unfinished one with the same key, or a new
/// queued one.
void recordPlan(store::Store& store, std::vector<PlannedRun>& plan);

/// Keeps the training that a recorded plan makes (store::Store::findOrAddTraining), queued.
store::TrainingRecord recordTraining(store::Store& store, const TrainingRequest& request,
    const systems::SystemRegistry& systems, const std::vector<PlannedRun>& plan);

/// The runs of a recorded plan as one training, id 0.
store::TrainingRecord trainingOf(const TrainingRequest& request, const systems::SystemRegistry& systems,
    const std::vector<PlannedRun>& plan);

/// What the store keeps of a cohort and its split. \param derivation what was made of the file's
store::CohortRecord cohortRecord(
    const CohortIdentity& identity, const QString& path, const data::Derivation& derivation = {});

} // namespace btw::jobs
