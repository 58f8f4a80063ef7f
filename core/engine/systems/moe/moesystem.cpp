// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/moe/moesystem.h"

#include "engine/model/moeparameters.h"
#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

namespace {

class MoeSystem : public GradientSystem
{
public:
    using GradientSystem::GradientSystem;

    std::vector<Need> needs(const training::ExperimentSpec& spec) const override
    {
        const auto madeOf = weighting::factsOf(spec.variant).madeOf;
        if (madeOf != weighting::MadeOf::Pool && madeOf != weighting::MadeOf::CrossFit)
            return GradientSystem::needs(spec);
        auto other = unweighted(spec);
        other.model = madeOf == weighting::MadeOf::Pool ? "late" : "none-k";
        return { { madeOf, std::move(other) } };
    }

    training::ExperimentSpec specOf(training::Step step, const training::ExperimentSpec& spec) const override
    {
        if (step != training::Step::Unimodal || !weighting::factsOf(training::weightsFrom(spec)).crossFitted)
            return GradientSystem::specOf(step, spec);
        auto own = unweighted(spec);
        own.model = "late"; // whose unimodal models had not seen the rows that they predict
        return own;
    }

protected:
    bool hasCrossFitted() const override { return true; }

private:
    static training::ExperimentSpec unweighted(const training::ExperimentSpec& spec)
    {
        auto other = spec;
        other.variant = weighting::Variant::None;
        other.unimodal = "moe";
        return other;
    }
};

} // namespace

std::shared_ptr<const System> moeSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("moe", "Sparse mixture of experts (FuseMoE)",
        "Han et al., FuseMoE: Mixture-of-Experts Transformers for Fleximodal Fusion, NeurIPS 2024");
    info.weighted = true;
    info.reads = { Group::Weighting, Group::Missing, Group::Network, Group::Experts, Group::Optimisation };
    info.own = model::kMoeParameters;
    return std::make_shared<const MoeSystem>(std::move(info), engine);
}

} // namespace btw::systems
