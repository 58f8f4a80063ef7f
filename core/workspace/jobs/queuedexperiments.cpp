// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/queuedexperiments.h"

#include "workspace/jobs/experimentprogress.h"
#include "workspace/jobs/plan.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <map>

namespace btw::jobs {

QString partName(
    const store::TrainingRecord& training, const store::ExperimentPart& part, const QJsonObject& definition)
{
    auto spec = training.spec;
    if (!part.without.empty())
        spec.modalities.clear(); // said in the words of the question
    auto words = partWords(part, definition);
    words << trainingTitle(spec, training.seed, nullptr);
    return words.join(QStringLiteral(" · "));
}

std::vector<QueuedExperiment> queuedExperiments(
    const store::Store& store, const std::vector<store::TrainingRecord>& trainings)
{
    struct Place
    {
        const store::ExperimentRecord* experiment = nullptr;
        const store::ExperimentPart* part = nullptr;
    };
    const auto experiments = store.experiments();
    std::map<std::int64_t, Place> places;
    for (const auto& experiment : experiments)
        for (const auto& part : experiment.parts)
            places.try_emplace(part.trainingId, Place { &experiment, &part });
    std::vector<QueuedExperiment> all;
    for (const auto& training : trainings) {
        const auto place = places.find(training.id);
        if (place == places.end())
            continue;
        const auto& experiment = *place->second.experiment;
        auto known = std::find_if(
            all.begin(), all.end(), [&](const QueuedExperiment& one) { return one.id == experiment.id; });
        if (known == all.end())
            known = all.insert(all.end(), { experiment.id, experiment.name, {} });
        known->trainings.push_back(
            { training.id, partName(training, *place->second.part, experiment.definition) });
    }
    return all;
}

} // namespace btw::jobs
