// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

namespace btw::systems {

/// A model of all modalities and late fusion beside it (`skip`), or beside late fusion that believes every
/// modality equally (`skip-equal`, its control): docs/method, "Late fusion beside the mixture of experts".
/// \param together, pool the systems whose last runs are added up: the five fits and late fusion
std::shared_ptr<const System> skipSystem(
    bool equal, std::shared_ptr<const System> together, std::shared_ptr<const System> pool);

} // namespace btw::systems
