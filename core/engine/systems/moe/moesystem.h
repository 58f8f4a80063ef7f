// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

namespace btw::systems {

/// FuseMoE with a per-modality router (docs/method, "Backbone").
std::shared_ptr<const System> moeSystem();

} // namespace btw::systems
