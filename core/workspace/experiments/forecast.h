// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"
#include "workspace/jobs/request.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::experiments {

/// What some trainings will cost.
struct Forecast
{
    std::size_t trainings = 0;
    std::size_t steps = 0; ///< models to be trained by all of them, each once
    std::size_t held = 0; ///< of these, finished in the store already
    /// Models whose test figures these trainings would open, each once; forecast() alone counts them.
    std::size_t hidden = 0;
    /// Seconds of what is left to be trained, each step by the runs that are most like it (KnownTimes). Of
    /// the timed steps only.
    double seconds = 0;
    double low = 0;
    double high = 0;
    std::size_t untimed = 0; ///< steps that are like no run in the store
    std::size_t byOtherSettings = 0; ///< timed steps, by runs on this data with other settings alone
    std::size_t byOtherData = 0; ///< timed steps, by runs on other data alone
    std::size_t runs = 0; ///< behind the times
    double afresh = 0; ///< seconds, medians, were none of it held
    std::size_t untimedAfresh = 0; ///< of all steps
};

/// Nothing is written. \param store null: there is none yet
Forecast forecast(const std::vector<jobs::TrainingRequest>& requests, const store::Store* store,
    const systems::SystemRegistry& systems);

/// Of trainings that the store has, what is left of them; of a step under way, what it has taken so far is
/// taken off. Nothing is written. \param trainings ids; unknown ones are left out
Forecast forecastOf(const std::vector<std::int64_t>& trainings, const store::Store& store,
    const systems::SystemRegistry& systems);

} // namespace btw::experiments
