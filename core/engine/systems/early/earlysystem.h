// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// Early fusion: all embeddings joined and two hidden layers (docs/method, "Early fusion").
/// \param engine trains it; null: it can only be described
std::shared_ptr<const System> earlySystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
