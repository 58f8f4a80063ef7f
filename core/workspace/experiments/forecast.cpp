// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/forecast.h"

#include "workspace/experiments/knowntimes.h"
#include "workspace/jobs/plan.h"
#include "workspace/store/store.h"

#include <map>
#include <optional>
#include <set>

namespace btw::experiments {

Forecast forecast(const std::vector<jobs::TrainingRequest>& requests, const store::Store* store,
    const systems::SystemRegistry& systems)
{
    Forecast result;
    KnownTimes times(store, systems);
    std::map<const data::Cohort*, TimedData> data;
    std::set<QString> keys;
    std::set<std::int64_t> used; ///< runs behind the times of what is left
    for (const auto& request : requests) {
        ++result.trainings;
        const auto& on
            = data.try_emplace(request.cohort.get(), *request.cohort, request.cohortPath).first->second;
        for (const auto& planned : jobs::planTraining(request, systems, 0, request.identity->hash())) {
            const auto& run = planned.record;
            if (!keys.insert(run.stepKey).second)
                continue;
            ++result.steps;
            const auto time = times.of(run, on);
            result.untimedAfresh += time ? 0 : 1;
            result.afresh += time ? time->seconds : 0;
            const auto known = store == nullptr ? std::nullopt : store->findByKey(run.stepKey, run.olderKey);
            if (known && known->status == store::RunStatus::Finished) {
                ++result.held;
                continue;
            }
            if (!time) {
                ++result.untimed;
                continue;
            }
            used.insert(time->runs.begin(), time->runs.end());
            result.low += time->low;
            result.seconds += time->seconds;
            result.high += time->high;
            result.byOtherSettings += time->basis == KnownTimes::Basis::OtherSettings ? 1 : 0;
            result.byOtherData += time->basis == KnownTimes::Basis::OtherData ? 1 : 0;
        }
    }
    result.runs = used.size();
    return result;
}

} // namespace btw::experiments
