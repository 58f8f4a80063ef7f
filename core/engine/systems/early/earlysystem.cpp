// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/early/earlysystem.h"

#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

std::shared_ptr<const System> earlySystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("early", "Early fusion: joined embeddings and two hidden layers",
        "Baltrusaitis, Ahuja and Morency, Multimodal Machine Learning: A Survey and Taxonomy, IEEE TPAMI "
        "2019");
    info.weighted = true;
    info.onlyByName = true;
    info.reads = { Group::Weighting, Group::Missing, Group::Network, Group::Optimisation };
    return std::make_shared<const GradientSystem>(std::move(info), engine);
}

} // namespace btw::systems
