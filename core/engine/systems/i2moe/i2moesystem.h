// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// Experts for unique, synergistic and redundant information (docs/method, "I2MoE").
/// \param engine trains it; null: it can only be described
std::shared_ptr<const System> i2moeSystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
