// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/gradientengine.h"
#include "engine/systems/haim/haimsystem.h"
#include "engine/systems/late/latesystem.h"
#include "engine/systems/moe/moesystem.h"
#include "engine/systems/regression/regressionsystem.h"
#include "engine/systems/system.h"

namespace btw::systems {

SystemRegistry systemsWith(const std::shared_ptr<const GradientEngine>& engine)
{
    SystemRegistry registry;
    registry.add(moeSystem(engine));
    registry.add(haimSystem());
    registry.add(regressionSystem());
    const SystemRegistry unimodal = registry; // what late fusion may put together
    registry.add(lateSystem(false, unimodal));
    registry.add(lateSystem(true, unimodal));
    return registry;
}

SystemRegistry describedSystems() { return systemsWith(nullptr); }

} // namespace btw::systems
