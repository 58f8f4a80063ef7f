// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/run.h"

#include "engine/error.h"

#include <algorithm>
#include <numeric>

namespace btw::training {

std::vector<std::size_t> usedModalities(const data::Cohort& cohort, const RunPlan& plan)
{
    if (plan.step == Step::Unimodal)
        return { plan.modality };
    std::vector<std::size_t> used(cohort.modalityCount());
    std::iota(used.begin(), used.end(), std::size_t { 0 });
    const auto& names = plan.spec.modalities;
    if (names.empty())
        return used;
    for (const auto& name : names)
        if (std::none_of(cohort.modalities.begin(), cohort.modalities.end(),
                [&](const auto& modality) { return modality.name == name; }))
            throw Error("modalities: the cohort has no modality '" + name + "'.");
    used.erase(std::remove_if(used.begin(), used.end(),
                   [&](std::size_t m) {
                       return std::find(names.begin(), names.end(), cohort.modalities[m].name) == names.end();
                   }),
        used.end());
    return used;
}

const Given& givenAs(const RunPlan& plan, weighting::MadeOf as)
{
    const auto found
        = std::find_if(plan.given.begin(), plan.given.end(), [as](const Given& one) { return one.as == as; });
    if (found == plan.given.end())
        throw Error("A run that this one is made of is missing: train it again.", Error::Kind::Work);
    return *found;
}

} // namespace btw::training
