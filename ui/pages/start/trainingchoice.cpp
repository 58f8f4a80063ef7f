// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/trainingchoice.h"

#include <algorithm>

namespace btw::pages {

std::size_t trainingInstances(const data::Cohort& cohort)
{
    return static_cast<std::size_t>(std::count(cohort.splits.begin(), cohort.splits.end(), Split::Train));
}

std::vector<jobs::TrainingRequest> requestsFor(const std::shared_ptr<const data::Cohort>& cohort,
    const QString& cohortPath, const TrainingChoice& choice, int threads, const QString& device)
{
    jobs::TrainingRequest request;
    request.cohort = cohort;
    request.cohortPath = cohortPath;
    request.spec = training::presetSpec(choice.preset.toStdString(), trainingInstances(*cohort));
    request.spec.variant = choice.variant;
    request.spec.variance = choice.variance;
    request.threads = threads;
    request.device = device;
    std::vector<jobs::TrainingRequest> requests;
    for (int seed = 1; seed <= choice.seeds; ++seed) {
        request.seed = static_cast<std::uint64_t>(seed);
        requests.push_back(request);
    }
    return requests;
}

} // namespace btw::pages
