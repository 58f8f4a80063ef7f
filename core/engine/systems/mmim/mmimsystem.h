// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// A fusion that keeps what the modalities share (docs/method, "MMIM").
/// \param engine trains it; null: it can only be described
std::shared_ptr<const System> mmimSystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
