// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/qmf/qmfsystem.h"

#include "engine/model/qmfparameters.h"
#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

std::shared_ptr<const System> qmfSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("qmf", "Opinions weighed by their confidence (QMF)",
        "Zhang et al., Provable Dynamic Fusion for Low-Quality Multimodal Data, ICML 2023");
    info.tasks = { Task::Classification };
    info.whyUnweighted = "It adds up each modality's own opinion, weighed by its confidence; a factor on an "
                         "embedding would change what the opinion is made of, not how loud it is.";
    info.onlyByName = true;
    info.reads = { Group::Network, Group::Optimisation };
    info.own = model::kQmfParameters;
    return std::make_shared<const GradientSystem>(std::move(info), engine);
}

} // namespace btw::systems
