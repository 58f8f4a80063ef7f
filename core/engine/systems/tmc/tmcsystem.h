// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// Opinions with their uncertainty, one a modality, put together by Dempster's rule (docs/method, "TMC").
/// \param engine trains it; null: it can only be described
std::shared_ptr<const System> tmcSystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
