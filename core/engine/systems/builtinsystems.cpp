// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/haim/haimsystem.h"
#include "engine/systems/late/latesystem.h"
#include "engine/systems/moe/moesystem.h"
#include "engine/systems/regression/regressionsystem.h"
#include "engine/systems/system.h"

namespace btw::systems {

SystemRegistry builtinSystems()
{
    SystemRegistry registry;
    registry.add(moeSystem());
    registry.add(haimSystem());
    registry.add(regressionSystem());
    const SystemRegistry unimodal = registry; // what late fusion may put together
    registry.add(lateSystem(false, unimodal));
    registry.add(lateSystem(true, unimodal));
    return registry;
}

} // namespace btw::systems
