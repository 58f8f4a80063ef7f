// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

namespace btw::systems {

/// The plain regression of docs/method, "Reference models", as a system: ridge, or L2 logistic regression.
std::shared_ptr<const System> regressionSystem();

} // namespace btw::systems
