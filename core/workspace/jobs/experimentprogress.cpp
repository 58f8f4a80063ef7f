// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/experimentprogress.h"

#include "workspace/jobs/subgroups.h"
#include "workspace/store/specjson.h"
#include "workspace/store/store.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace btw::jobs {

using store::RunStatus;
using store::TrainingState;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ExperimentProgress)
};

/// Whether it has the run that it was asked for; those that were never begun go when it is cancelled.
bool hasLastRun(const store::TrainingRecord& training)
{
    const auto last
        = training.variant == QLatin1String("none") ? training::Step::Baseline : training::Step::Weighted;
    return std::any_of(training.runs.begin(), training.runs.end(),
        [last](const store::TrainingRun& run) { return run.role == last; });
}

bool anyFailed(const store::TrainingRecord& training, const RunsById& runs)
{
    return std::any_of(training.runs.begin(), training.runs.end(), [&](const store::TrainingRun& run) {
        const auto found = runs.find(run.runId);
        return found != runs.end() && found->second.status == RunStatus::Failed;
    });
}

bool allFinished(const store::TrainingRecord& training, const RunsById& runs)
{
    return std::all_of(training.runs.begin(), training.runs.end(), [&](const store::TrainingRun& run) {
        const auto found = runs.find(run.runId);
        return found != runs.end() && found->second.status == RunStatus::Finished;
    });
}

/// The same for trainings that differ only in who trained them.
QByteArray questionOf(const store::ExperimentPart& part, const store::TrainingRecord& training)
{
    QJsonArray without;
    for (const auto& name : part.without)
        without.append(QString::fromStdString(name));
    return QJsonDocument(
        QJsonArray { static_cast<qint64>(part.fold), without, QString::fromStdString(part.placebo),
            QString::fromStdString(part.rows), QString::number(training.seed), training.variant,
            store::specToJson(training.spec) })
        .toJson(QJsonDocument::Compact);
}

QString were(std::size_t count, const QString& one, const QString& many)
{
    return count == 1 ? one : many.arg(count);
}

} // namespace

TrainingsById trainingsById(const store::Store& store)
{
    TrainingsById all;
    for (auto& training : store.trainings())
        all.emplace(training.id, std::move(training));
    return all;
}

RunsById runsById(const store::Store& store)
{
    RunsById all;
    for (auto& run : store.runs())
        all.emplace(run.id, std::move(run));
    return all;
}

QStringList partWords(const store::ExperimentPart& part, const QJsonObject& definition)
{
    QStringList words;
    if (!part.without.empty())
        words << QStringLiteral("without %1").arg(listed(part.without));
    if (!part.placebo.empty())
        words << QStringLiteral("%1 shuffled").arg(QString::fromStdString(part.placebo));
    if (!part.rows.empty())
        words << QStringLiteral("rows %1").arg(QString::fromStdString(part.rows));
    // Of folds by group or column the definition has the name, and none is drawn again.
    const auto folds = static_cast<std::size_t>(definition.value(QStringLiteral("folds")).toInteger());
    if (folds > 0) {
        words << QStringLiteral("fold %1").arg(part.fold % folds + 1);
        if (part.fold >= folds)
            words << QStringLiteral("repeat %1").arg(part.fold / folds + 1);
    } else if (definition.value(QStringLiteral("folds")).isString()) {
        words << QStringLiteral("fold %1").arg(part.fold + 1);
    }
    return words;
}

PartState partState(const store::TrainingRecord& training, const RunsById& runs)
{
    if (training.state == TrainingState::Cancelled)
        return PartState::Cancelled;
    // Runs may come from elsewhere (gather), whatever the training's own state says.
    if (hasLastRun(training) && allFinished(training, runs))
        return PartState::Ended;
    switch (training.state) {
    case TrainingState::Failed:
        return anyFailed(training, runs) ? PartState::Failed : PartState::NotBegun;
    case TrainingState::Queued:
        return training.isAbandoned ? PartState::LeftWaiting : PartState::Waiting;
    case TrainingState::Running:
        return PartState::Waiting;
    case TrainingState::Finished: // and a run of it is gone
    case TrainingState::Stopped:
    case TrainingState::Interrupted:
    case TrainingState::Cancelled:
        break;
    }
    return PartState::Stopped;
}

void ExperimentProgress::add(const store::TrainingRecord& training, PartState state)
{
    ++trainings;
    switch (state) {
    case PartState::Waiting:
        return;
    case PartState::Ended:
        ++ended;
        return;
    case PartState::Failed:
        ++failed;
        return;
    case PartState::Stopped:
        ++stopped;
        break;
    case PartState::LeftWaiting:
        ++leftWaiting;
        break;
    case PartState::NotBegun:
        ++notBegun;
        break;
    case PartState::Cancelled:
        ++cancelled;
        break;
    }
    missing.push_back(training.id);
}

std::vector<store::ExperimentPart> partsThatCount(
    const store::ExperimentRecord& experiment, const TrainingsById& trainings)
{
    std::vector<std::pair<store::ExperimentPart, QByteArray>> parts;
    std::map<QByteArray, std::int64_t> last; // training of each question
    for (const auto& part : experiment.parts) {
        const auto found = trainings.find(part.trainingId);
        if (found == trainings.end())
            continue;
        parts.emplace_back(part, questionOf(part, found->second));
        auto& newest = last[parts.back().second];
        newest = std::max(newest, part.trainingId);
    }
    std::vector<store::ExperimentPart> counted;
    for (const auto& [part, question] : parts)
        if (last.at(question) == part.trainingId)
            counted.push_back(part);
    return counted;
}

ExperimentProgress progressOf(
    const store::ExperimentRecord& experiment, const TrainingsById& trainings, const RunsById& runs)
{
    ExperimentProgress progress;
    for (const auto& part : partsThatCount(experiment, trainings)) {
        const auto& training = trainings.at(part.trainingId);
        progress.add(training, partState(training, runs));
    }
    return progress;
}

QString progressSentence(const ExperimentProgress& progress)
{
    const auto ended = progress.ended + progress.failed;
    QStringList parts { ended == 1
            ? Words::tr("1 of %1 trainings has ended").arg(progress.trainings)
            : Words::tr("%1 of %2 trainings have ended").arg(ended).arg(progress.trainings) };
    if (progress.failed > 0)
        parts.first() += progress.failed == ended
            ? Words::tr(" (in failure)")
            : Words::tr(" (%1 of them failed and left out)").arg(progress.failed);
    if (progress.cancelled > 0)
        parts << were(progress.cancelled, Words::tr("1 was cancelled"), Words::tr("%1 were cancelled"));
    if (progress.stopped > 0)
        parts << were(progress.stopped, Words::tr("1 was stopped"), Words::tr("%1 were stopped"));
    if (progress.leftWaiting > 0)
        parts << were(
            progress.leftWaiting, Words::tr("1 was still waiting"), Words::tr("%1 were still waiting"));
    if (progress.notBegun > 0)
        parts << were(
            progress.notBegun, Words::tr("1 could not be begun"), Words::tr("%1 could not be begun"));
    return Words::tr("%1.", "a sentence").arg(parts.join(QStringLiteral(", ")));
}

QString hiddenSentence(const ExperimentProgress& progress)
{
    QString why;
    if (progress.trainings > 0 && progress.failed == progress.trainings)
        why = Words::tr("There are no test figures to open.");
    else if (progress.isOver())
        why = Words::tr("Its test figures can be opened.");
    else if (progress.isHeldBack())
        why = progress.missing.size() == 1
            ? Words::tr("Test figures stay hidden until it has been trained, or until you give it up.")
            : Words::tr("Test figures stay hidden until these have been trained, or until you give them up.");
    else
        why = Words::tr("Test figures stay hidden until all have, so that nothing is chosen by them.");
    return progressSentence(progress) + QLatin1Char(' ') + why;
}

} // namespace btw::jobs
