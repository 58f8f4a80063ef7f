// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/experimentcontroller.h"

#include "ui/pages/control/datacontroller.h"
#include "workspace/experiments/cohortcache.h"
#include "workspace/experiments/experimentfile.h"
#include "workspace/jobs/opening.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/store.h"

#include <QFileInfo>

#include <algorithm>

namespace btw::pages {

using experiments::Outlook;
using experiments::RecordedExperiment;

namespace {

constexpr int kPauseMs = 250;
constexpr int kLeftMs = 10000; // between two looks at how long what trains will still take

struct Choices
{
    std::vector<experiments::SystemChoice> systems;
    qint64 completeCases = 0;
};

qint64 completeCases(const data::Cohort& cohort)
{
    qint64 count = 0;
    for (std::size_t i = 0; i < cohort.size(); ++i)
        count += std::all_of(cohort.modalities.begin(), cohort.modalities.end(),
                     [i](const data::Modality& modality) { return modality.present[i] != 0; })
            ? 1
            : 0;
    return count;
}

} // namespace

ExperimentController::ExperimentController(jobs::Queue& queue, const DataController& data)
    : m_queue(queue)
    , m_data(data)
    , m_cohorts(std::make_shared<experiments::CohortCache>())
    , m_leftLookup(queue.storePath())
    , m_lookup(queue.storePath())
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &ExperimentController::askOutlook);
    connect(&data, &DataController::opened, this, [this] { askChoices(); });
    m_leftPause.setSingleShot(true);
    connect(&m_leftPause, &QTimer::timeout, this, &ExperimentController::askLeft);
    connect(&queue, &jobs::Queue::entriesChanged, this, [this] { m_leftPause.start(kPauseMs); });
}

ExperimentController::~ExperimentController() = default;

QString ExperimentController::folder() const
{
    return QFileInfo(m_queue.storePath()).absoluteFilePath() + QStringLiteral(".d");
}

void ExperimentController::foresee(const QJsonObject& experiment)
{
    m_asked = experiment;
    m_isForeseeing = true;
    m_pause.start();
}

void ExperimentController::askOutlook()
{
    m_lookup.ask<Outlook>(
        this, m_outlook,
        [experiment = m_asked, folder = folder(), cohorts = m_cohorts, &systems = m_queue.systems()](
            store::Store& store) {
            const auto file
                = experiments::experimentFrom(experiment, {}, QStringLiteral("experiment"), systems);
            return experiments::outlookOf(store, file, folder, systems,
                [&](const QString& path, const io::Recipe& recipe) { return cohorts->read(path, recipe); });
        },
        [this](const std::shared_ptr<Outlook>& outlook) {
            m_isForeseeing = m_pause.isActive();
            Q_EMIT foreseen(outlook);
        },
        [this](const QString& sentence) {
            m_isForeseeing = m_pause.isActive();
            Q_EMIT unforeseeable(sentence);
        });
}

void ExperimentController::add(const QJsonObject& experiment)
{
    m_lookup.write<RecordedExperiment>(
        this,
        [experiment, folder = folder(), &systems = m_queue.systems()](store::Store& store) {
            const auto file
                = experiments::experimentFrom(experiment, {}, QStringLiteral("experiment"), systems);
            return experiments::recordExperiment(store, file, folder, systems);
        },
        [this](const std::shared_ptr<RecordedExperiment>& recorded) {
            if (!recorded->queued.trainings.empty())
                m_queue.enqueue(recorded->queued);
            Q_EMIT added(recorded);
        },
        [this](const QString& sentence) { Q_EMIT refused(sentence); });
}

void ExperimentController::resume(qint64 experimentId)
{
    m_lookup.write<jobs::QueuedExperiment>(
        this, [experimentId](store::Store& store) { return jobs::queueAgain(store, experimentId); },
        [this](const std::shared_ptr<jobs::QueuedExperiment>& again) { m_queue.enqueue(*again); },
        [this](const QString& sentence) { Q_EMIT refused(sentence); });
}

void ExperimentController::openWithout(qint64 experimentId)
{
    m_lookup.write<bool>(
        this,
        [experimentId](store::Store& store) {
            jobs::openWithout(store, experimentId);
            return true;
        },
        [this](const std::shared_ptr<bool>&) { m_queue.refreshRuns(); },
        [this](const QString& sentence) { Q_EMIT refused(sentence); });
}

void ExperimentController::askLeft()
{
    std::vector<std::int64_t> trainings;
    for (const auto& entry : m_queue.entries())
        if (entry.trainingId != 0)
            trainings.push_back(entry.trainingId);
    if (m_queue.entries().empty()) {
        ++*m_left; // what is being read is of what has ended meanwhile
        Q_EMIT leftForeseen({});
        return;
    }
    m_leftLookup.ask<experiments::Forecast>(
        this, m_left,
        [trainings, &systems = m_queue.systems()](
            store::Store& store) { return experiments::forecastOf(trainings, store, systems); },
        [this](const std::shared_ptr<experiments::Forecast>& forecast) {
            Q_EMIT leftForeseen(*forecast);
            m_leftPause.start(kLeftMs);
        },
        [](const QString& /*sentence*/) {}); // then no time is said
}

void ExperimentController::askChoices()
{
    m_lookup.ask<Choices>(
        this, m_choices,
        [cohort = m_data.cohort(), &systems = m_queue.systems()](store::Store& /*store*/) {
            Choices choices;
            choices.systems = experiments::systemChoices(*cohort, systems);
            choices.completeCases = completeCases(*cohort);
            return choices;
        },
        [this](const std::shared_ptr<Choices>& choices) {
            Q_EMIT choicesKnown(choices->systems, choices->completeCases);
        },
        [this](const QString& sentence) { Q_EMIT refused(sentence); });
}

} // namespace btw::pages
