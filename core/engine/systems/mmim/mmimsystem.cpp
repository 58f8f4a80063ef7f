// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/mmim/mmimsystem.h"

#include "engine/model/mmimparameters.h"
#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

std::shared_ptr<const System> mmimSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("mmim", "A fusion that keeps what the modalities share (MMIM)",
        "Han, Chen and Poria, Improving Multimodal Fusion with Hierarchical Mutual Information Maximization "
        "for Multimodal Sentiment Analysis, EMNLP 2021");
    info.weighted = true;
    info.onlyByName = true;
    info.reads = { Group::Weighting, Group::Missing, Group::Network, Group::Optimisation };
    info.own = model::kMmimParameters;
    return std::make_shared<const GradientSystem>(std::move(info), engine);
}

} // namespace btw::systems
