// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"
#include "workspace/jobs/events.h"

#include <QObject>

#include <memory>

class QWidget;

namespace btw::jobs {
class Queue;
}

namespace btw::models {
class RunsModel;
}

namespace btw::pages {

class Actions;
class TrainingsController;

/// The run on show: one of the store, or the one that is trained. And the list it is chosen from.
class RunController : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. \param window parent of dialogs
    RunController(jobs::Queue& queue, models::RunsModel& runs, TrainingsController& trainings,
        const Actions& actions, QWidget* window);

    void openRun(qint64 runId);
    /// The same for a page that shows one by itself: nothing else changes, and no page comes to the front.
    /// Answers with loadedBeside(), or follow().
    void openBeside(qint64 runId);
    /// A run that is still being read is not opened any more: the person has gone on to something else.
    void dropOpening() { m_opening = 0; }
    void follow(); ///< shows the training again
    void keep(qint64 runId); ///< it stays on show, though a training starts
    void select(qint64 runId); ///< what the actions of a run are about; 0: none

Q_SIGNALS:
    void pageWanted(const QString& id);
    /// A run of the store is on show; the card is null where it has none, or its test figures are hidden.
    void opened(const std::shared_ptr<const btw::jobs::RunDigest>& digest,
        const std::shared_ptr<const btw::jobs::ResultCard>& card);
    /// openBeside(): it is on show where the page still wants it, and says so with keep().
    void loadedBeside(const std::shared_ptr<const btw::jobs::RunDigest>& digest,
        const std::shared_ptr<const btw::jobs::ResultCard>& card);
    /// The run on show again, now that its test figures are open.
    void reopened(const std::shared_ptr<const btw::jobs::RunDigest>& digest,
        const std::shared_ptr<const btw::jobs::ResultCard>& card);
    void followed();
    void selected(qint64 runId); ///< by the program
    /// The result of so many trainings is on show.
    void resultShown(const QString& data, qint64 trainings);
    /// Another run is on show (or the same with a new state).
    void shown(qint64 runId, const QString& data, std::uint64_t seed, const QString& specHash);

private:
    void load(const std::shared_ptr<const jobs::RunDigest>& digest,
        const std::shared_ptr<const jobs::ResultCard>& card);
    bool isTrained(const store::RunRecord& run) const; ///< right now
    void handle(const jobs::TrainingEvent& event);
    void resumeSelected();
    void removeSelected();
    void updateActions();

    jobs::Queue& m_queue;
    models::RunsModel& m_runs;
    TrainingsController& m_trainings;
    const Actions& m_actions;
    QWidget* m_window;
    qint64 m_selected = 0;
    bool m_following = true; ///< the training is on show
    qint64 m_opening = 0; ///< openRun() is reading it; 0: none
    qint64 m_beside = 0; ///< openBeside() is reading it; 0: none
    qint64 m_hiddenRun = 0; ///< opened while its test figures were hidden
};

} // namespace btw::pages
