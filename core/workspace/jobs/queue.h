// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "workspace/jobs/cohortsummary.h"
#include "workspace/jobs/events.h"
#include "workspace/jobs/request.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace btw::training {
class RunControl;
}

namespace btw::jobs {

class Reader;
class TrainingWorker;

/// The GUI's side of the work: requests go in, values come out by queued signals. Never blocks. Trainings
/// run one after the other on one thread; cohort files and the store are read on a second one, so that a
/// finished run can be looked at while another trains.
class Queue : public QObject
{
    Q_OBJECT

public:
    explicit Queue(const QString& storePath, QObject* parent = nullptr);
    ~Queue() override; ///< asks the running training to stop and waits for its current batch

    /// Reads a cohort file or folder (io::openCohort); answers with cohortOpened or failed.
    void openCohort(const QString& path, std::uint64_t splitSeed = 0);
    /// Makes a planted demo cohort ("sentiment", "los"), keeps it in the store's folder, then as openCohort.
    void openDemo(const QString& kind);
    /// Counts what the cohort holds; answers with cohortDescribed.
    void describe(const std::shared_ptr<const btw::data::Cohort>& cohort);
    /// Records the training's runs as queued, then trains when its turn comes.
    void enqueue(const btw::jobs::TrainingRequest& request);
    void resumeRun(qint64 runId);
    void pause(bool paused); ///< after the current batch
    void stop(); ///< the foreground training; its last epoch is kept
    void refreshRuns(); ///< answers with runsChanged
    void loadRun(qint64 runId); ///< answers with runLoaded
    void removeRun(qint64 runId); ///< answers with runsChanged or failed

Q_SIGNALS:
    void cohortOpened(std::shared_ptr<const btw::data::Cohort> cohort, QString path,
        std::vector<btw::data::Problem> problems);
    void cohortDescribed(std::shared_ptr<const btw::jobs::CohortSummary> summary);
    void runsChanged(std::vector<btw::store::RunRecord> runs);
    /// Test figures of the plain regression on everything, after runsChanged, for each cohort that has them.
    void yardstickKnown(qint64 cohortId, btw::training::MetricSet test);
    void runLoaded(std::shared_ptr<const btw::jobs::RunDigest> digest,
        std::shared_ptr<const btw::jobs::ResultCard> card); ///< card is null until the run is finished
    void reported(btw::jobs::TrainingEvent event);
    void busyChanged(bool training); ///< a training starts, or none is left
    void waitingChanged(int trainings); ///< trainings behind the foreground one
    void failed(QString sentence);

private:
    template <typename Work> void submit(Work work);

    QThread m_trainingThread, m_readingThread;
    TrainingWorker* m_trainer; ///< lives in m_trainingThread, deleted when it finishes
    Reader* m_reader; ///< lives in m_readingThread, likewise
    std::mutex m_mutex;
    std::shared_ptr<training::RunControl> m_control; ///< of the foreground training, guarded by m_mutex
    std::atomic<bool> m_closing { false };
    int m_waiting = 0; ///< submitted and not done, the foreground one included
};

} // namespace btw::jobs
