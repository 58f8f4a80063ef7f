// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/i2moe/i2moesystem.h"

#include "engine/model/i2moeparameters.h"
#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

std::shared_ptr<const System> i2moeSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("i2moe", "Experts for unique, synergistic and redundant information (I2MoE)",
        "Xin et al., I2MoE: Interpretable Multimodal Interaction-aware Mixture-of-Experts, ICML 2025");
    info.weighted = true;
    info.onlyByName = true;
    info.reads = { Group::Weighting, Group::Missing, Group::Network, Group::Optimisation };
    info.own = model::kI2moeParameters;
    return std::make_shared<const GradientSystem>(std::move(info), engine);
}

} // namespace btw::systems
