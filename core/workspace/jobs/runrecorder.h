// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/trainer.h"
#include "workspace/jobs/digestbuilder.h"
#include "workspace/jobs/remainingtime.h"
#include "workspace/jobs/runner.h"

#include <QElapsedTimer>

namespace btw::jobs {

/// Writes what a run reports into the store, then tells the listeners: an epoch is announced only once it is
/// safe.
class RunRecorder : public training::RunObserver
{
public:
    RunRecorder(store::Store& store, const store::RunRecord& run, const systems::SystemRegistry& systems,
        const Emit& emit, RemainingTime& remaining, Detail detail);

    void onBatch(const training::BatchProgress& progress) override;
    void onPause(bool paused) override;
    void onWarning(const std::string& sentence) override;
    void onEpoch(const training::EpochReport& report,
        const std::function<void(const std::string& path)>& writeCheckpoint) override;

private:
    store::Store& m_store;
    store::RunRecord m_run;
    const Emit& m_emit;
    RemainingTime& m_remaining;
    Detail m_detail;
    store::CohortRecord m_cohort;
    DigestBuilder m_digest;
    QElapsedTimer m_sinceBegin; ///< for systems that report once, without a time
    QString m_warnings; ///< the message of the run while it is under way, and once it is finished
};

} // namespace btw::jobs
