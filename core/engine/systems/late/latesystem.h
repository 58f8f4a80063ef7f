// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

namespace btw::systems {

/// Late fusion with held-out weights (`late`), or with one weight for all modalities (`late-equal`, its
/// control): docs/method, "Late fusion". \param unimodal systems whose unimodal models it may put together
std::shared_ptr<const System> lateSystem(bool equal, const SystemRegistry& unimodal);

} // namespace btw::systems
