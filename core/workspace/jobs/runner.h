// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"
#include "engine/training/control.h"
#include "workspace/jobs/events.h"
#include "workspace/jobs/plan.h"
#include "workspace/jobs/request.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::jobs {

using Emit = std::function<void(const TrainingEvent&)>;

/// Whether events carry digests and result cards (a window) or only figures (a terminal).
enum class Detail { Figures, Digests };

enum class TrainingOutcome { Finished, Stopped, Failed };

/// All the runs of one or more trainings (one a seed or variant), in order, on the calling thread. Every run
/// is recorded as queued before the first starts; finished ones with the same key are reused. An epoch's
/// event is emitted only after its transaction. A run that fails (loss not finite) is marked and told, not
/// thrown. \param systems what a spec may name \throws btw::Error when the store or the input is unusable.
TrainingOutcome runTrainings(store::Store& store, const std::vector<TrainingRequest>& requests,
    training::RunControl& control, const Emit& emit, Detail detail = Detail::Figures,
    const systems::SystemRegistry& systems = systems::builtinSystems());

/// Every run of the trainings as a row of the store, queued, and what each needs, without training any: all
/// of them or none, since an experiment that lacks some would be opened too early.
/// \throws btw::Error as runTrainings()
std::vector<std::vector<PlannedRun>> recordTrainings(store::Store& store,
    const std::vector<TrainingRequest>& requests,
    const systems::SystemRegistry& systems = systems::builtinSystems());

/// Trains one recorded run whose inputs are finished, and nothing else: whoever asked for it ends its
/// trainings and opens what there is to be opened. \throws btw::Error as resumeRun(), and where an input is
/// not finished
TrainingOutcome trainRun(store::Store& store, std::int64_t runId, training::RunControl& control,
    const Emit& emit, const systems::SystemRegistry& systems = systems::builtinSystems());

/// The same on rank 0 of several: `ranks` of each request. The others call followRanks() meanwhile, and are
/// dismissed at the end. A run that fails ends all of them; the next call goes on from what the store has.
TrainingOutcome runOnRanks(store::Store& store, const std::vector<TrainingRequest>& requests,
    training::RunControl& control, const Emit& emit,
    const systems::SystemRegistry& systems = systems::builtinSystems());
/// The other ranks' part. They keep nothing: what is trained, and from where, rank 0 tells them. \param
/// request its seed does not matter \throws btw::Error when rank 0, or another one, is lost
TrainingOutcome followRanks(const TrainingRequest& request, training::RunControl& control,
    const systems::SystemRegistry& systems = systems::builtinSystems());

/// Finishes what the run depends on, then the run itself. A finished run: one sentence, nothing else.
/// The cohort is read again from its path; \throws btw::Error (Kind::Input) when it has changed, cannot be
/// read, or the run is live in another process.
TrainingOutcome resumeRun(store::Store& store, std::int64_t runId, training::RunControl& control,
    const Emit& emit, Detail detail = Detail::Figures,
    const systems::SystemRegistry& systems = systems::builtinSystems());

/// A cohort that was read again for a training: the next one may be on the same.
struct ReadCohort
{
    std::int64_t splitId = 0; ///< in the store; 0: none yet
    std::shared_ptr<const data::Cohort> cohort;
    std::shared_ptr<const CohortIdentity> identity;
    std::shared_ptr<const TrainingRequest> unshuffled {};
};

/// All the runs of a training that the store has, as when it was asked for. \param kept the cohort is taken
/// from there where it is the same, and left there. \throws btw::Error as resumeRun()
TrainingOutcome resumeTraining(store::Store& store, std::int64_t trainingId, training::RunControl& control,
    const Emit& emit, Detail detail = Detail::Figures,
    const systems::SystemRegistry& systems = systems::builtinSystems(), ReadCohort* kept = nullptr);

} // namespace btw::jobs
