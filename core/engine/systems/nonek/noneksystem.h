// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

namespace btw::systems {

/// The mean of five unweighted fits of another system (`none-k`): what averaging alone does for arms that are
/// made of cross-fitted models (docs/method, "Mean of five unweighted fits"). \param single what is fitted
std::shared_ptr<const System> noneKSystem(std::shared_ptr<const System> single);

} // namespace btw::systems
