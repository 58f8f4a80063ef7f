// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// Crossmodal transformers on unaligned sequences (docs/method, "MulT").
/// \param engine trains it; null: it can only be described
std::shared_ptr<const System> multSystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
