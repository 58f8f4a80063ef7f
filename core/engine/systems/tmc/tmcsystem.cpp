// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/tmc/tmcsystem.h"

#include "engine/model/tmcparameters.h"
#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

std::shared_ptr<const System> tmcSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("tmc", "Opinions weighed by their certainty (TMC)",
        "Han et al., Trusted Multi-View Classification, ICLR 2021; Trusted Multi-View Classification with "
        "Dynamic Evidential Fusion, IEEE TPAMI 2022");
    info.tasks = { Task::Classification };
    info.whyUnweighted
        = "It puts together each modality's own opinion, weighed by the evidence for it; a factor on an "
          "embedding would change what the opinion is made of, not how loud it is.";
    info.onlyByName = true;
    info.reads = { Group::Network, Group::Optimisation };
    info.own = model::kTmcParameters;
    return std::make_shared<const GradientSystem>(std::move(info), engine);
}

} // namespace btw::systems
