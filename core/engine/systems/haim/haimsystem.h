// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

namespace btw::systems {

/// Boosted trees on summarised, joined features (docs/method, "Boosted trees"): HAIM.
std::shared_ptr<const System> haimSystem();

} // namespace btw::systems
