// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// Early fusion in which no modality is left untrained (docs/method, "MCR").
/// \param engine trains it; null: it can only be described
std::shared_ptr<const System> mcrSystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
