// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/attention/attentionsystem.h"
#include "engine/systems/early/earlysystem.h"
#include "engine/systems/flexmoe/flexmoesystem.h"
#include "engine/systems/gradientengine.h"
#include "engine/systems/haim/haimsystem.h"
#include "engine/systems/i2moe/i2moesystem.h"
#include "engine/systems/ithp/ithpsystem.h"
#include "engine/systems/late/latesystem.h"
#include "engine/systems/mcr/mcrsystem.h"
#include "engine/systems/mmim/mmimsystem.h"
#include "engine/systems/moe/moesystem.h"
#include "engine/systems/mult/multsystem.h"
#include "engine/systems/nonek/noneksystem.h"
#include "engine/systems/qmf/qmfsystem.h"
#include "engine/systems/regression/regressionsystem.h"
#include "engine/systems/skip/skipsystem.h"
#include "engine/systems/system.h"
#include "engine/systems/tmc/tmcsystem.h"

namespace btw::systems {

SystemRegistry systemsWith(const std::shared_ptr<const GradientEngine>& engine)
{
    SystemRegistry registry;
    const auto moe = moeSystem(engine);
    registry.add(moe);
    registry.add(haimSystem());
    registry.add(regressionSystem());
    const SystemRegistry unimodal = registry; // what late fusion may put together
    const auto late = lateSystem(false, unimodal);
    const auto equal = lateSystem(true, unimodal);
    const auto noneK = noneKSystem(moe);
    registry.add(late);
    registry.add(equal);
    registry.add(noneK);
    registry.add(skipSystem(false, noneK, late));
    registry.add(skipSystem(true, noneK, equal));
    registry.add(earlySystem(engine));
    registry.add(attentionSystem(engine));
    registry.add(ithpSystem(engine));
    registry.add(multSystem(engine));
    registry.add(mcrSystem(engine));
    registry.add(mmimSystem(engine));
    registry.add(tmcSystem(engine));
    registry.add(qmfSystem(engine));
    registry.add(i2moeSystem(engine));
    registry.add(flexmoeSystem(engine));
    return registry;
}

SystemRegistry describedSystems() { return systemsWith(nullptr); }

} // namespace btw::systems
