// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/mult/multsystem.h"

#include "engine/model/multparameters.h"
#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

namespace {

class MultSystem : public GradientSystem
{
public:
    using GradientSystem::GradientSystem;

    std::vector<data::Problem> cannotFit(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const override
    {
        auto problems = GradientSystem::cannotFit(cohort, spec);
        const auto width = static_cast<std::int64_t>(model::kMultParameters[0].number(spec));
        const auto heads = static_cast<std::int64_t>(model::kMultParameters[1].number(spec));
        if (width % heads != 0)
            problems.push_back({ data::Severity::Error, "mult_heads",
                training::numberText(static_cast<double>(heads)) + " heads cannot share a width of "
                    + training::numberText(static_cast<double>(width)) + ".",
                "Choose heads that divide mult_width.", "system-does-not-fit", {} });
        return problems;
    }
};

} // namespace

std::shared_ptr<const System> multSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("mult", "Crossmodal transformers on unaligned sequences (MulT)",
        "Tsai et al., Multimodal Transformer for Unaligned Multimodal Language Sequences, ACL 2019");
    info.whyUnweighted = "The steps of its modalities are mixed before there is one embedding for each, and "
                         "layer norms would undo a factor on them.";
    info.onlyByName = true;
    info.reads = { Group::Files, Group::Time, Group::Optimisation };
    info.own = model::kMultParameters;
    return std::make_shared<const MultSystem>(std::move(info), engine);
}

} // namespace btw::systems
