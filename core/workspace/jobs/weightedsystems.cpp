// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/weightedsystems.h"

#include "engine/systems/system.h"

namespace btw::jobs {

bool takesWeights(const QString& system)
{
    static const systems::SystemRegistry kSystems = systems::describedSystems();
    const auto* found = kSystems.find(system.toStdString());
    return found != nullptr && found->info().weighted;
}

} // namespace btw::jobs
