// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/trainingscontroller.h"

#include "engine/error.h"
#include "ui/models/runsmodel.h"
#include "ui/pages/actions.h"
#include "ui/pages/control/datacontroller.h"
#include "ui/pages/pageinfo.h"
#include "workspace/jobs/queue.h"

#include <QAction>

namespace btw::pages {

namespace {

/// By its metrics; nothing where there are none yet.
std::optional<Task> taskOf(const store::RunRecord& run)
{
    if (run.validation.empty())
        return std::nullopt;
    return run.validation.count("mae") > 0 ? Task::Regression : Task::Classification;
}

} // namespace

TrainingsController::TrainingsController(jobs::Queue& queue, models::RunsModel& runs,
    const DataController& data, const Actions& actions, int threads, const QString& device)
    : m_queue(queue)
    , m_runs(runs)
    , m_data(data)
    , m_actions(actions)
    , m_threads(threads)
    , m_device(device)
{
    connect(&queue, &jobs::Queue::reported, this, &TrainingsController::handle);
    connect(&queue, &jobs::Queue::busyChanged, this, &TrainingsController::setBusy);
    connect(&queue, &jobs::Queue::waitingChanged, this, &TrainingsController::setWaiting);
    connect(&data, &DataController::failed, this, &TrainingsController::fail);
    connect(&data, &DataController::demoOpened, this, [this] {
        TrainingChoice choice;
        choice.preset = QStringLiteral("demo");
        train(choice);
    });
    connect(actions.pause, &QAction::toggled, this, [this](bool paused) { m_queue.pause(paused); });
    connect(actions.stop, &QAction::triggered, this, [this] { m_queue.stop(); });
}

void TrainingsController::train(const TrainingChoice& choice)
{
    const auto cohort = m_data.cohort();
    if (!cohort)
        return;
    try {
        const auto requests = requestsFor(cohort, m_data.path(), choice, m_threads, m_device);
        const bool idle = !m_busy && m_planned.empty();
        for (const auto& request : requests) {
            m_planned.push_back({ cohort->task, choice.variant, request.seed });
            m_queue.enqueue(request);
        }
        if (idle)
            Q_EMIT expected(cohort->task, choice.variant, requests.front().seed);
        Q_EMIT pageWanted(pageid::kTrain);
    } catch (const Error& error) {
        fail(QString::fromUtf8(error.what()));
    }
}

void TrainingsController::resume(const store::RunRecord& run)
{
    m_planned.push_back({ taskOf(run),
        run.step == training::Step::Weighted ? run.spec.variant : weighting::Variant::None, run.seed });
    m_queue.resumeRun(run.id);
    Q_EMIT resumed();
    Q_EMIT pageWanted(pageid::kTrain);
}

void TrainingsController::handle(const jobs::TrainingEvent& event)
{
    if (const auto* start = std::get_if<jobs::RunStarted>(&event);
        start && start->index == 0 && !m_planned.empty()) {
        const auto planned = m_planned.front();
        m_planned.pop_front();
        Q_EMIT expected(planned.task, planned.variant, planned.seed);
    }
    m_runs.apply(event);
    Q_EMIT happened(event);
    if (std::holds_alternative<jobs::TrainingDone>(event))
        m_actions.pause->setChecked(false); // the next training does not begin paused
    else if (const auto* problem = std::get_if<jobs::ProblemFound>(&event))
        say(*problem);
}

void TrainingsController::say(const jobs::ProblemFound& problem)
{
    if (problem.severity == data::Severity::Note)
        return;
    if (problem.severity == data::Severity::Warning)
        Q_EMIT said(problem.sentence, {}, {});
    else
        Q_EMIT said(problem.sentence, tr("Every epoch saved before it is kept."),
            tr("Choose the run in the list to see how far it came, or to resume it."));
}

void TrainingsController::fail(const QString& sentence)
{
    Q_EMIT failed(sentence, tr("What was saved before is safe."));
}

void TrainingsController::setWaiting(int trainings)
{
    // One that ended before its first run must not lend its name to the next.
    while (m_planned.size() > static_cast<std::size_t>(trainings) + 1)
        m_planned.pop_front();
}

void TrainingsController::setBusy(bool busy)
{
    m_busy = busy;
    m_actions.pause->setEnabled(busy);
    m_actions.stop->setEnabled(busy);
    if (!busy) {
        m_planned.clear();
        m_runs.endTraining();
        m_actions.pause->setChecked(false);
        m_queue.refreshRuns();
    }
}

} // namespace btw::pages
