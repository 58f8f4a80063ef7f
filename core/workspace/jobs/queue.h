// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "workspace/jobs/events.h"
#include "workspace/jobs/request.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <memory>
#include <vector>

namespace btw::jobs {

class Worker;

/// The GUI's side of the one worker thread: requests go in, values come out by queued signals. Never
/// blocks. All trainings and all reads of the store happen on the worker.
class Queue : public QObject
{
    Q_OBJECT

public:
    explicit Queue(const QString& storePath, QObject* parent = nullptr);
    ~Queue() override; ///< asks the running training to stop and waits for its current batch

    /// Reads a cohort file or folder (io::readCohort), draws splits when it has none, applies to
    /// `cohortOpened` or `failed`.
    void openCohort(const QString& path, std::uint64_t splitSeed = 0);
    /// Makes a planted demo cohort ("sentiment", "los"), keeps it in the store's folder, then as openCohort.
    void openDemo(const QString& kind);
    /// `preset`: auto, paper, small-cohort, demo; resolved on the worker.
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
    void runsChanged(std::vector<btw::store::RunRecord> runs);
    void runLoaded(std::shared_ptr<const btw::jobs::RunDigest> digest,
        std::shared_ptr<const btw::jobs::ResultCard> card); ///< card is null until the run is finished
    void event(btw::jobs::TrainingEvent event);
    void busyChanged(bool training); ///< a training starts, or none is left
    void waitingChanged(int trainings); ///< trainings behind the foreground one
    void failed(QString sentence);

private:
    QThread m_thread;
    Worker* m_worker; ///< lives in m_thread, deleted when it finishes
};

} // namespace btw::jobs
