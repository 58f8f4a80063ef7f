// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/refusals.h"

#include "engine/error.h"

namespace btw::jobs {

void refuseRanks(const TrainingRequest& request, const systems::System& system)
{
    if (request.ranks && !system.info().byGradient)
        throw Error("The system " + request.spec.model
            + " is fitted by one process: leave out --world-size, --rank and --store-url.");
    if (request.ranks && !system.needs(request.spec).empty())
        throw Error("The weighting " + std::string(weighting::toString(request.spec.variant))
            + " is made of models that are fitted by one process: leave out --world-size, --rank and "
              "--store-url.");
}

void refuseErrors(const std::vector<data::Problem>& problems)
{
    for (const auto& problem : problems) {
        if (problem.severity == data::Severity::Error)
            throw Error(problem.where + ": " + problem.what + " " + problem.remedy);
    }
}

} // namespace btw::jobs
