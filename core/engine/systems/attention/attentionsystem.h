// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// Attention-weighted fusion: a weighted mean of the embeddings (docs/method, "Attention-weighted fusion").
/// \param engine trains it; null: it can only be described
std::shared_ptr<const System> attentionSystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
