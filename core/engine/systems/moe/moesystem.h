// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// FuseMoE with a per-modality router (docs/method, "Backbone").
std::shared_ptr<const System> moeSystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
