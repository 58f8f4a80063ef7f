// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/start/trainingchoice.h"
#include "workspace/jobs/events.h"

#include <QObject>

namespace btw::jobs {
class Queue;
}

namespace btw::models {
class RunsModel;
}

namespace btw::pages {

class Actions;
class DataController;

/// What is trained, and what waits for it: requests go to the queue, its events come out.
class TrainingsController : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. \param threads, device what trainings run on
    TrainingsController(jobs::Queue& queue, models::RunsModel& runs, const DataController& data,
        const Actions& actions, int threads, const QString& device);

    void train(const TrainingChoice& choice); ///< on the open cohort
    /// Finishes what the run depends on, then the run.
    void resume(const store::RunRecord& run);
    bool isTraining() const { return m_busy; }
    /// Says that something went wrong that is no run's fault.
    void fail(const QString& sentence);
    static QString lostWords(); ///< what is safe when the project's file is gone

Q_SIGNALS:
    void pageWanted(const QString& id);
    /// A training that a person has just asked for is about to start.
    void expected(btw::Task task, btw::weighting::Variant variant, std::uint64_t seed);
    /// A training starts, its turn having come: what is on show stays on show.
    /// \param trainingId 0: only a part of one
    void began(btw::Task task, btw::weighting::Variant variant, std::uint64_t seed, std::int64_t trainingId);
    void resumed();
    void busyEnded(); ///< nothing is training and nothing waits
    void happened(const btw::jobs::TrainingEvent& event);
    void said(const QString& happened, const QString& safe, const QString& next);
    void failed(const QString& happened, const QString& safe);
    void projectLost(); ///< its file was deleted or moved: nothing is saved any more

private:
    void handle(const jobs::TrainingEvent& event);
    void say(const jobs::ProblemFound& problem);
    void setBusy(bool busy);
    /// Whether the project's file is where it was; tells where it is not. One look at the file system, where
    /// something has gone wrong only.
    bool isProjectThere();

    jobs::Queue& m_queue;
    models::RunsModel& m_runs;
    const DataController& m_data;
    const Actions& m_actions;
    int m_threads;
    QString m_device;
    bool m_busy = false;
};

} // namespace btw::pages
