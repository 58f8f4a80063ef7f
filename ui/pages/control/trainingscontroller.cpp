// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/trainingscontroller.h"

#include "engine/error.h"
#include "engine/weighting/names.h"
#include "ui/models/runsmodel.h"
#include "ui/pages/actions.h"
#include "ui/pages/control/datacontroller.h"
#include "ui/pages/pageinfo.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/reading.h"

#include <QAction>
#include <QFileInfo>

namespace btw::pages {

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
    connect(&data, &DataController::failed, this, &TrainingsController::fail);
    connect(&data, &DataController::demoOpened, this, [this] {
        TrainingChoice choice;
        choice.preset = QStringLiteral("demo");
        train(choice);
    });
    connect(actions.pause, &QAction::toggled, this, [this](bool paused) { m_queue.pause(paused); });
    connect(actions.stop, &QAction::triggered, this, [this] { m_queue.stop(); });
}

QString TrainingsController::lostWords()
{
    return tr("Your data is as it was. What was trained is in the file that was deleted or moved: "
              "bring it back if you can, then close this window and open it again.");
}

void TrainingsController::train(const TrainingChoice& choice)
{
    const auto cohort = m_data.cohort();
    if (!cohort)
        return;
    try {
        auto requests = requestsFor(cohort, m_data.path(), choice, m_threads, m_device);
        const bool idle = !m_busy;
        for (auto& request : requests) {
            request.identity = m_data.identity();
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
    m_queue.resumeRun(run.id, run.name);
    Q_EMIT resumed();
    Q_EMIT pageWanted(pageid::kTrain);
}

void TrainingsController::handle(const jobs::TrainingEvent& event)
{
    if (const auto* start = std::get_if<jobs::RunStarted>(&event); start && start->index == 0) {
        const auto variant = weighting::parseVariant(start->training.variant.toStdString());
        Q_EMIT began(start->task, variant.value_or(weighting::Variant::None), start->training.seed,
            start->training.id);
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
    else if (!isProjectThere())
        Q_EMIT said(problem.sentence, lostWords(), {});
    else
        Q_EMIT said(problem.sentence, tr("Every epoch saved before it is kept."),
            tr("Choose the run in the list to see how far it came, or to resume it."));
}

void TrainingsController::fail(const QString& sentence)
{
    if (!isProjectThere())
        Q_EMIT failed(sentence, lostWords());
    else if (store::canBeStore(m_queue.storePath()))
        Q_EMIT failed(sentence, tr("What was saved before is safe."));
    else
        Q_EMIT failed(sentence,
            tr("The file is not a project of this program, and nothing was written to it: open another "
               "one."));
}

bool TrainingsController::isProjectThere()
{
    const bool isThere = QFileInfo::exists(m_queue.storePath());
    if (!isThere)
        Q_EMIT projectLost();
    return isThere;
}

void TrainingsController::setBusy(bool busy)
{
    m_busy = busy;
    m_actions.pause->setEnabled(busy);
    m_actions.stop->setEnabled(busy);
    if (!busy) {
        m_runs.endTraining();
        m_actions.pause->setChecked(false);
        m_queue.refreshRuns();
        Q_EMIT busyEnded();
    }
}

} // namespace btw::pages
