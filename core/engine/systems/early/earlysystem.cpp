// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/early/earlysystem.h"

#include "engine/systems/gradientsystem.h"

#include <utility>

namespace btw::systems {

std::shared_ptr<const System> earlySystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    SystemInfo info;
    info.name = "early";
    info.title = "Early fusion: joined embeddings and two hidden layers";
    info.citation = "Baltrusaitis, Ahuja and Morency, Multimodal Machine Learning: A Survey and Taxonomy, "
                    "IEEE TPAMI 2019";
    info.inputs = { data::ModalityKind::Vector, data::ModalityKind::Sequence };
    info.tasks = { Task::Regression, Task::Classification };
    info.weighted = true;
    info.byGradient = true;
    info.onlyByName = true;
    info.reads = { Group::Weighting, Group::Missing, Group::Network, Group::Optimisation };
    return std::make_shared<const GradientSystem>(std::move(info), engine);
}

} // namespace btw::systems
