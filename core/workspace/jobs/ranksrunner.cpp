// SPDX-License-Identifier: GPL-3.0-or-later
// Trainings on several processes: what needs LibTorch from the start, and no window does.
#include "engine/spec/trainable.h"
#include "engine/training/runtime.h"
#include "engine/training/trainer.h"
#include "workspace/jobs/refusals.h"
#include "workspace/jobs/runner.h"

namespace btw::jobs {

TrainingOutcome runOnRanks(store::Store& store, const std::vector<TrainingRequest>& requests,
    training::RunControl& control, const Emit& emit, const systems::SystemRegistry& systems)
{
    const auto outcome = runTrainings(store, requests, control, emit, Detail::Figures, systems);
    training::dismissFollowers(*requests.front().ranks,
        outcome == TrainingOutcome::Stopped ? training::Outcome::Stopped : training::Outcome::Finished);
    return outcome;
}

TrainingOutcome followRanks(
    const TrainingRequest& request, training::RunControl& control, const systems::SystemRegistry& systems)
{
    refuseErrors(training::canTrain(*request.cohort, request.spec));
    refuseRanks(request, systems.get(request.spec.model));
    training::setThreads(request.threads);
    training::Trainer trainer(*request.cohort, request.device.toStdString(), request.ranks);
    return trainer.follow(request.spec, control) == training::Outcome::Stopped ? TrainingOutcome::Stopped
                                                                               : TrainingOutcome::Finished;
}

} // namespace btw::jobs
