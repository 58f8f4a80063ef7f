// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/opening.h"

#include "engine/error.h"
#include "workspace/jobs/experimentlooks.h"
#include "workspace/jobs/experimentprogress.h"
#include "workspace/jobs/queuedexperiments.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <set>

namespace btw::jobs {

namespace {

struct Experiment
{
    explicit Experiment(const store::Store& store, const store::ExperimentRecord& record)
        : trainings(trainingsById(store))
        , runs(runsById(store))
        , progress(progressOf(record, trainings, runs))
    {
        std::set<std::int64_t> all;
        for (const auto& part : record.parts) {
            const auto training = trainings.find(part.trainingId);
            if (training == trainings.end())
                continue;
            const auto state = partState(training->second, runs);
            if (state != PartState::Ended && state != PartState::Failed)
                continue;
            for (const auto& run : training->second.runs)
                if (run.role) // what it is made of belongs to whoever asked for that
                    all.insert(run.runId);
        }
        ended.assign(all.begin(), all.end());
    }

    TrainingsById trainings;
    RunsById runs;
    ExperimentProgress progress;
    std::vector<std::int64_t> ended; ///< runs of the trainings that have ended or failed, each once
};

/// What opens an experiment's test figures: "experiment 3", "experiment 3, 2 trainings failed".
QString openerOf(std::int64_t experimentId, const ExperimentProgress& progress)
{
    auto opener = openerName(experimentId);
    if (progress.failed == 0)
        return opener;
    return progress.failed == 1 ? opener + QStringLiteral(", 1 training failed")
                                : QStringLiteral("%1, %2 trainings failed").arg(opener).arg(progress.failed);
}

/// "training 4", "trainings 4, 7 and 9"
QString listOf(const std::vector<std::int64_t>& trainings)
{
    QStringList ids;
    for (const auto id : trainings)
        ids << QString::number(id);
    if (ids.size() == 1)
        return QStringLiteral("training ") + ids.first();
    const QString last = ids.takeLast();
    return QStringLiteral("trainings %1 and %2").arg(ids.join(QStringLiteral(", ")), last);
}

} // namespace

bool openIfOver(store::Store& store, std::int64_t experimentId)
{
    const Experiment experiment(store, store.experiment(experimentId));
    if (!experiment.progress.isOver())
        return false;
    store.openTests(experiment.ended, openerOf(experimentId, experiment.progress));
    return true;
}

std::int64_t hiddenBy(const store::Store& store, std::int64_t trainingId)
{
    const auto reads = store.testReads();
    for (const auto& experiment : store.experiments()) {
        const bool isPart = std::any_of(experiment.parts.begin(), experiment.parts.end(),
            [trainingId](const store::ExperimentPart& part) { return part.trainingId == trainingId; });
        if (isPart && !ExperimentLooks(reads, experiment.id).wasOpened())
            return experiment.id;
    }
    return 0;
}

void openEndedExperiments(store::Store& store, const std::vector<std::int64_t>& trainingIds)
{
    for (const auto& experiment : store.experiments()) {
        const bool isPart = std::any_of(
            experiment.parts.begin(), experiment.parts.end(), [&](const store::ExperimentPart& part) {
                return std::find(trainingIds.begin(), trainingIds.end(), part.trainingId)
                    != trainingIds.end();
            });
        if (isPart)
            openIfOver(store, experiment.id);
    }
}

void openWithout(store::Store& store, std::int64_t experimentId)
{
    const Experiment experiment(store, store.experiment(experimentId));
    const auto& progress = experiment.progress;
    if (progress.waiting() > 0)
        throw Error("Experiment " + std::to_string(experimentId) + " has "
                + (progress.waiting() == 1
                        ? std::string("a training that is waiting or running")
                        : std::to_string(progress.waiting()) + " trainings that are waiting or running")
                + ": wait for that, or cancel it first.",
            Error::Kind::Input);
    if (progress.ended == 0)
        throw Error("No training of experiment " + std::to_string(experimentId)
                + " has ended: there are no test figures to open.",
            Error::Kind::Input);
    store.atomically(QStringLiteral("open experiment %1").arg(experimentId), [&] {
        for (const auto id : progress.missing)
            store.cancelTraining(id);
        const auto opener = openerOf(experimentId, progress);
        store.openTests(experiment.ended,
            progress.missing.empty()
                ? opener
                : opener + QStringLiteral(", opened without ") + listOf(progress.missing));
    });
}

QueuedExperiment queueAgain(store::Store& store, std::int64_t experimentId)
{
    const auto record = store.experiment(experimentId);
    const Experiment experiment(store, record);
    if (experiment.progress.isOver()) // the process that ended it did not come to open it
        openIfOver(store, experimentId);
    QueuedExperiment again;
    again.id = record.id;
    again.name = record.name;
    store.atomically(QStringLiteral("queue experiment %1 again").arg(experimentId), [&] {
        for (const auto& part : partsThatCount(record, experiment.trainings)) {
            const auto& training = experiment.trainings.at(part.trainingId);
            const auto state = partState(training, experiment.runs);
            if (state == PartState::Ended || (state == PartState::Waiting && training.isElsewhere))
                continue;
            store.queueTraining(part.trainingId);
            again.trainings.push_back({ part.trainingId, partName(training, part, record.definition) });
        }
    });
    return again;
}

} // namespace btw::jobs
