// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/recordexperiment.h"

#include "workspace/experiments/expansion.h"
#include "workspace/experiments/studies.h"
#include "workspace/jobs/queuedexperiments.h"
#include "workspace/jobs/runner.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <map>

namespace btw::experiments {

namespace {

bool hasError(const std::vector<io::Problem>& problems)
{
    return std::any_of(problems.begin(), problems.end(),
        [](const io::Problem& problem) { return problem.severity == data::Severity::Error; });
}

} // namespace

RecordedExperiment recordExperiment(store::Store& store, const ExperimentFile& file, const QString& folder,
    const systems::SystemRegistry& systems)
{
    RecordedExperiment recorded;
    const auto laid = layOnData(file, folder, systems);
    recorded.problems = laid.problems;
    recorded.leftOut = laid.leftOut;
    if (hasError(recorded.problems))
        return recorded;
    auto expansion = expand(laid.experiment, laid.populations, 0);
    recorded.problems.insert(recorded.problems.end(), expansion.problems.begin(), expansion.problems.end());
    if (hasError(recorded.problems))
        return recorded;
    const auto definition = definitionOf(laid.experiment);
    std::int64_t id = 0;
    store.atomically(QStringLiteral("record the experiment '%1'").arg(laid.experiment.name), [&] {
        id = store.findOrAddExperiment(laid.experiment.name, definition);
        for (auto& request : expansion.requests)
            request.experimentId = id;
        jobs::recordTrainings(store, expansion.requests, systems);
    });

    recorded.queued.id = id;
    recorded.queued.name = laid.experiment.name;
    std::map<std::int64_t, store::TrainingRecord> trainings;
    for (auto& training : store.trainings())
        trainings.emplace(training.id, std::move(training));
    for (const auto& part : store.experiment(id).parts)
        if (const auto found = trainings.find(part.trainingId); found != trainings.end())
            recorded.queued.trainings.push_back(
                { part.trainingId, jobs::partName(found->second, part, definition) });
    recorded.isOpen = studyOf(store, { id, 0 }).isOpen();
    return recorded;
}

} // namespace btw::experiments
