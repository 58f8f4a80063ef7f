// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// A hierarchy of information bottlenecks from a prime modality (docs/method, "ITHP").
/// \param engine trains it; null: it can only be described
std::shared_ptr<const System> ithpSystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
