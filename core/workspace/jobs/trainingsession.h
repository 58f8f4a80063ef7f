// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"
#include "workspace/jobs/plan.h"
#include "workspace/jobs/runner.h"
#include "workspace/jobs/runrecorder.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace btw::jobs {

/// A request with its runs in the store.
struct PlannedTraining
{
    const TrainingRequest* request = nullptr;
    std::vector<PlannedRun> plan;
    store::TrainingRecord record; ///< id 0: the plan leads only to one of the training's runs, not to its end

    bool isWhole() const { return record.id != 0; }
};

/// Works through trainings of one call. Keeps the scaled cohort while consecutive trainings share it.
class TrainingSession
{
public:
    TrainingSession(store::Store& store, training::RunControl& control, const Emit& emit, Detail detail,
        const systems::SystemRegistry& systems);

    /// \param first index into the plan: the runs before it are not needed
    TrainingOutcome run(PlannedTraining& training, std::size_t first = 0);

    /// An experiment's test figures are opened together, once all its trainings have ended or failed: then
    /// the ends of those that this has trained are told. \returns whether all had.
    bool openExperiment(std::int64_t id);

private:
    TrainingOutcome runAll(PlannedTraining& training, std::size_t first);
    void tellEndWithoutFigures(const PlannedTraining& training, std::int64_t experimentId);
    void tellEnd(const PlannedTraining& training, std::size_t first);
    /// Before the event that says so: whoever hears it may look.
    void endTraining(store::TrainingState state);
    training::Fitter& fitter(const TrainingRequest& request, const std::string& model);
    TrainingOutcome stopBetweenRuns(const PlannedTraining& training);
    /// What a finished run gives to one that is made of it.
    training::Given given(weighting::MadeOf as, std::int64_t runId) const;
    training::RunPlan enginePlan(const PlannedTraining& training, std::size_t index) const;
    TrainingOutcome runOne(PlannedTraining& training, std::size_t index, RemainingTime& remaining);
    /// Says what went wrong with a run. \returns the sentence.
    QString tell(const store::RunRecord& record, const std::exception& error);
    /// Claims the run. \returns the checkpoint to go on from, if there is one; a failed run goes on from its
    /// last good one, too. \throws btw::Error when the checkpoint is gone or damaged: epochs are never thrown
    /// away unasked.
    std::optional<std::string> prepareRun(store::RunRecord& record);
    void finish(const PlannedTraining& training, std::int64_t runId, bool last);
    /// A run failed that the training's last one needs: that one, which is not begun, has failed with it, and
    /// says why. Its own word is needed, since the other may be trained for somebody else meanwhile.
    void failWhatNeedsIt(const PlannedTraining& training, const store::RunRecord& failed, const QString& why);
    TrainingOutcome endEarly(std::int64_t runId, TrainingOutcome outcome);

    store::Store& m_store;
    training::RunControl& m_control;
    const Emit& m_emit;
    Detail m_detail;
    const systems::SystemRegistry& m_systems;
    const systems::System* m_system = nullptr;
    std::unique_ptr<training::Fitter> m_fitter;
    std::shared_ptr<const data::Cohort> m_fitted;
    QString m_device;
    std::int64_t m_claimed = 0; ///< the training under way, where it is this process's
    std::vector<const PlannedTraining*> m_held; ///< have ended, but not their experiment
};

} // namespace btw::jobs
