// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/moe/moesystem.h"

#include "engine/systems/gradientsystem.h"

namespace btw::systems {

std::shared_ptr<const System> moeSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    SystemInfo info;
    info.name = "moe";
    info.title = "Sparse mixture of experts (FuseMoE)";
    info.citation
        = "Han et al., FuseMoE: Mixture-of-Experts Transformers for Fleximodal Fusion, NeurIPS 2024";
    info.inputs = { data::ModalityKind::Vector, data::ModalityKind::Sequence };
    info.tasks = { Task::Regression, Task::Classification };
    info.weighted = true;
    info.byGradient = true;
    info.reads = { Group::Weighting, Group::Missing, Group::Network, Group::Experts, Group::Optimisation };
    return std::make_shared<const GradientSystem>(std::move(info), engine);
}

} // namespace btw::systems
