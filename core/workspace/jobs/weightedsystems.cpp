// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/weightedsystems.h"

#include "engine/systems/system.h"

namespace btw::jobs {

namespace {

/// Null where there is none.
const systems::SystemInfo* find(const QString& system)
{
    static const systems::SystemRegistry kSystems = systems::describedSystems();
    const auto* found = kSystems.find(system.toStdString());
    return found == nullptr ? nullptr : &found->info();
}

} // namespace

bool takesWeights(const QString& system)
{
    const auto* info = find(system);
    return info != nullptr && info->weighted;
}

bool isTrainedInEpochs(const QString& system)
{
    const auto* info = find(system);
    return info != nullptr && info->byGradient;
}

} // namespace btw::jobs
