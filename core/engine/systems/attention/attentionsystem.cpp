// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/attention/attentionsystem.h"

#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

std::shared_ptr<const System> attentionSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("attention", "Attention-weighted mean of the embeddings",
        "Bahdanau, Cho and Bengio, Neural Machine Translation by Jointly Learning to Align and Translate, "
        "ICLR 2015; Ilse, Tomczak and Welling, Attention-based Deep Multiple Instance Learning, ICML 2018");
    info.weighted = true;
    info.onlyByName = true;
    info.reads = { Group::Weighting, Group::Missing, Group::Network, Group::Optimisation };
    return std::make_shared<const GradientSystem>(std::move(info), engine);
}

} // namespace btw::systems
