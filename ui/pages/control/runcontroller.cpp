// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/runcontroller.h"

#include "ui/dialogs/removerun.h"
#include "ui/models/runsmodel.h"
#include "ui/pages/actions.h"
#include "ui/pages/control/trainingscontroller.h"
#include "ui/pages/pageinfo.h"
#include "ui/pages/train/hiddentest.h"
#include "workspace/jobs/queue.h"

#include <QAction>

namespace btw::pages {

using store::RunStatus;

namespace {

bool isUnfinished(RunStatus status)
{
    return status == RunStatus::Stopped || status == RunStatus::Interrupted || status == RunStatus::Failed
        || status == RunStatus::Queued;
}

} // namespace

RunController::RunController(jobs::Queue& queue, models::RunsModel& runs, TrainingsController& trainings,
    const Actions& actions, QWidget* window)
    : m_queue(queue)
    , m_runs(runs)
    , m_trainings(trainings)
    , m_actions(actions)
    , m_window(window)
{
    connect(&queue, &jobs::Queue::runsChanged, this,
        [this](const std::vector<store::RunRecord>& list, const std::vector<store::TrainingRecord>& asked) {
            m_runs.setRuns(list, asked);
            updateActions();
        });
    connect(&queue, &jobs::Queue::referenceKnown, &runs, &models::RunsModel::setReference);
    connect(&queue, &jobs::Queue::runLoaded, this, &RunController::load);
    connect(&trainings, &TrainingsController::expected, this, [this] { m_following = true; });
    connect(&trainings, &TrainingsController::resumed, this, &RunController::follow);
    connect(&trainings, &TrainingsController::happened, this, &RunController::handle);
    connect(actions.openRun, &QAction::triggered, this, [this] { openRun(m_selected); });
    connect(actions.resumeRun, &QAction::triggered, this, &RunController::resumeSelected);
    connect(actions.removeRun, &QAction::triggered, this, &RunController::removeSelected);
}

void RunController::openRun(qint64 runId)
{
    const auto* run = m_runs.run(runId);
    if (!run)
        return;
    m_beside = 0;
    if (isTrained(*run)) {
        follow();
        Q_EMIT pageWanted(pageid::kTrain);
        return;
    }
    m_opening = runId;
    m_queue.loadRun(runId);
}

void RunController::openBeside(qint64 runId)
{
    const auto* run = m_runs.run(runId);
    if (!run)
        return;
    if (isTrained(*run)) {
        follow();
        return;
    }
    m_beside = runId;
    m_queue.loadRun(runId);
}

bool RunController::isTrained(const store::RunRecord& run) const
{
    return m_trainings.isTraining() && (run.status == RunStatus::Running || run.status == RunStatus::Paused);
}

void RunController::follow()
{
    m_following = true;
    Q_EMIT followed();
}

void RunController::keep(qint64 runId)
{
    m_following = false;
    m_hiddenRun = 0;
    Q_EMIT selected(runId);
}

void RunController::select(qint64 runId)
{
    m_selected = runId;
    updateActions();
}

void RunController::load(
    const std::shared_ptr<const jobs::RunDigest>& digest, const std::shared_ptr<const jobs::ResultCard>& card)
{
    const auto id = digest->run.id;
    const auto* listed = m_runs.run(id);
    const bool isHidden = listed && m_runs.isTestHidden(*listed);
    const auto shown = isHidden ? withTestHidden(*digest) : digest;
    const auto itsCard = isHidden ? nullptr : card;
    if (m_beside == id) {
        m_beside = 0;
        Q_EMIT loadedBeside(shown, itsCard);
        if (m_selected == id && !m_following)
            m_hiddenRun = isHidden ? id : 0;
        return;
    }
    const bool again = id == m_hiddenRun; // its training has ended meanwhile
    if (!again && id != m_opening)
        return;
    m_opening = 0;
    Q_EMIT selected(id);
    m_hiddenRun = isHidden ? id : 0;
    m_following = false;
    if (again) { // nobody asked for it now: page, view and study stay as they are
        Q_EMIT reopened(shown, itsCard);
        return;
    }
    Q_EMIT opened(shown, itsCard);
    Q_EMIT pageWanted(pageid::kTrain);
}

void RunController::handle(const jobs::TrainingEvent& event)
{
    // Whoever looks at another run keeps it selected.
    if (const auto* started = std::get_if<jobs::RunStarted>(&event); started && m_following)
        Q_EMIT selected(started->run.id);
    else if (std::holds_alternative<jobs::TrainingDone>(event) && m_hiddenRun != 0 && !m_following)
        m_queue.loadRun(m_hiddenRun); // with its test figures
}

void RunController::resumeSelected()
{
    // A person who stopped a training wants it all to go on, whichever of its runs was stopped.
    if (const auto* run = m_runs.run(m_selected))
        m_trainings.resume(m_runs.lastOfTraining(*run));
}

void RunController::removeSelected()
{
    const auto* run = m_runs.run(m_selected);
    if (!run)
        return;
    const auto id = run->id; // the list may change while the question is open
    if (dialogs::confirmRemoval(*run, m_window))
        m_queue.removeRun(id);
}

void RunController::updateActions()
{
    const auto* run = m_runs.run(m_selected);
    m_actions.openRun->setEnabled(run != nullptr);
    // A finished step of a training that was stopped stands for what is left of it.
    m_actions.resumeRun->setEnabled(
        run && (isUnfinished(run->status) || m_runs.lastOfTraining(*run).id != run->id));
    m_actions.removeRun->setEnabled(
        run && run->status != RunStatus::Running && run->status != RunStatus::Paused);
}

} // namespace btw::pages
