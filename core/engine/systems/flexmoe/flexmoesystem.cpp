// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/flexmoe/flexmoesystem.h"

#include "engine/model/flexmoeparameters.h"
#include "engine/systems/gradientsystem.h"

#include <string>
#include <utility>

namespace btw::systems {

namespace {

class FlexmoeSystem : public GradientSystem
{
public:
    using GradientSystem::GradientSystem;

    std::vector<data::Problem> cannotFit(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const override
    {
        auto problems = GradientSystem::cannotFit(cohort, spec);
        const double experts = model::kFlexmoeParameters[0].number(spec);
        const double chosen = model::kFlexmoeParameters[1].number(spec);
        if (chosen > experts)
            problems.push_back({ data::Severity::Error, "flexmoe_chosen",
                "An embedding cannot be sent to " + training::numberText(chosen) + " of "
                    + training::numberText(experts) + " experts.",
                "Choose at most as many as flexmoe_experts.", "system-does-not-fit", {} });
        const auto used = spec.modalities.empty() ? cohort.modalityCount() : spec.modalities.size();
        if (static_cast<std::int64_t>(used) > model::kFlexmoeMostModalities)
            problems.push_back({ data::Severity::Error, "system flexmoe",
                "It keeps a stand-in for each combination of modalities, and of " + std::to_string(used)
                    + " there are too many.",
                "Choose at most " + std::to_string(model::kFlexmoeMostModalities)
                    + " modalities, or another system.",
                "system-does-not-fit", { "flexmoe" } });
        return problems;
    }
};

} // namespace

std::shared_ptr<const System> flexmoeSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("flexmoe", "Mixture of experts for any combination of modalities (Flex-MoE)",
        "Yun et al., Flex-MoE: Modeling Arbitrary Modality Combination via the Flexible Mixture-of-Experts, "
        "NeurIPS 2024");
    info.weighted = true;
    info.onlyByName = true;
    info.reads = { Group::Weighting, Group::Network, Group::Optimisation };
    info.own = model::kFlexmoeParameters;
    return std::make_shared<const FlexmoeSystem>(std::move(info), engine);
}

} // namespace btw::systems
