// SPDX-License-Identifier: GPL-3.0-or-later
#include "trained.h"

using namespace btw;
using training::RunPlan;
using training::Step;

Trained trainedBy(const systems::SystemRegistry& systems, const data::Cohort& cohort,
    const training::ExperimentSpec& spec, std::uint64_t seed)
{
    const auto& system = systems.get(spec.model);
    const bool isWeighted = system.info().weighted && spec.variant != weighting::Variant::None;
    const auto train = [&](const RunPlan& plan, Silent& heard) {
        training::RunControl control;
        return systems.get(plan.spec.model).fitter(cohort, {})->train(plan, control, heard);
    };
    Trained trained;
    const Step last = isWeighted ? Step::Weighted : Step::Baseline;
    trained.plan = { last, 0, system.specOf(last, spec), seed, {} };
    for (const std::size_t m : training::usedModalities(cohort, trained.plan)) {
        Silent silent;
        trained.unimodalPlans.push_back({ Step::Unimodal, m, system.specOf(Step::Unimodal, spec), seed, {} });
        trained.unimodal.push_back(train(trained.unimodalPlans.back(), silent));
        if (isWeighted || system.info().readsUnimodal)
            trained.plan.unimodal.push_back(trained.unimodal.back().predictions);
    }
    for (const auto& need : system.needs(spec)) {
        const auto other = trainedBy(systems, cohort, need.spec, seed).last;
        trained.plan.given.push_back({ need.as, other.predictions, other.weights, other.details.heldOut });
    }
    trained.last = train(trained.plan, trained.heard);
    return trained;
}
