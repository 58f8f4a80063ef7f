// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/mcr/mcrsystem.h"

#include "engine/model/mcrparameters.h"
#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

std::shared_ptr<const System> mcrSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("mcr", "Early fusion with a game between the modalities (MCR)",
        "Kontras et al., Balancing Multimodal Training Through Game-Theoretic Regularization, arXiv "
        "2411.07335, 2024; NeurIPS 2025");
    info.weighted = true;
    info.onlyByName = true;
    info.reads = { Group::Weighting, Group::Missing, Group::Network, Group::Optimisation };
    info.own = model::kMcrParameters;
    return std::make_shared<const GradientSystem>(std::move(info), engine);
}

} // namespace btw::systems
