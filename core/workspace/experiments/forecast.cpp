// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/forecast.h"

#include "workspace/experiments/knowntimes.h"
#include "workspace/jobs/plan.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace btw::experiments {

namespace {

/// \param spent seconds that the step has taken so far
void addTime(Forecast& result, std::set<std::int64_t>& used, const std::optional<KnownTimes::Estimate>& time,
    double spent)
{
    if (!time) {
        ++result.untimed;
        return;
    }
    used.insert(time->runs.begin(), time->runs.end());
    result.low += std::max(0.0, time->low - spent);
    result.seconds += std::max(0.0, time->seconds - spent);
    result.high += std::max(0.0, time->high - spent);
    result.byOtherSettings += time->basis == KnownTimes::Basis::OtherSettings ? 1 : 0;
    result.byOtherData += time->basis == KnownTimes::Basis::OtherData ? 1 : 0;
}

} // namespace

Forecast forecast(const std::vector<jobs::TrainingRequest>& requests, const store::Store* store,
    const systems::SystemRegistry& systems)
{
    Forecast result;
    KnownTimes times(store, systems);
    std::map<const data::Cohort*, TimedData> data;
    std::set<QString> keys;
    std::set<QString> own; ///< of them, those whose test figures a training opens
    std::set<std::int64_t> used; ///< runs behind the times of what is left
    for (const auto& request : requests) {
        ++result.trainings;
        const auto& on
            = data.try_emplace(request.cohort.get(), *request.cohort, request.cohortPath).first->second;
        for (const auto& planned : jobs::planTraining(request, systems, 0, request.identity->hash())) {
            const auto& run = planned.record;
            const bool isNew = keys.insert(run.stepKey).second;
            const bool isNewOwn = planned.isOwn && own.insert(run.stepKey).second;
            if (!isNew && !isNewOwn)
                continue;
            const auto known = store == nullptr ? std::nullopt : store->findByKey(run.stepKey, run.olderKey);
            result.hidden += isNewOwn && !(known && store::testIsOpen(*known)) ? 1 : 0;
            if (!isNew)
                continue;
            ++result.steps;
            const auto time = times.of(run, on);
            result.untimedAfresh += time ? 0 : 1;
            result.afresh += time ? time->seconds : 0;
            if (known && known->status == store::RunStatus::Finished) {
                ++result.held;
                continue;
            }
            addTime(result, used, time, 0);
        }
    }
    result.runs = used.size();
    return result;
}

Forecast forecastOf(const std::vector<std::int64_t>& trainings, const store::Store& store,
    const systems::SystemRegistry& systems)
{
    Forecast result;
    KnownTimes times(&store, systems);
    std::map<std::int64_t, TimedData> data;
    std::set<std::int64_t> steps, used;
    const std::set<std::int64_t> asked(trainings.begin(), trainings.end());
    for (const auto& training : store.trainings()) {
        if (asked.count(training.id) == 0)
            continue;
        ++result.trainings;
        for (const auto& part : training.runs) {
            if (!steps.insert(part.runId).second)
                continue;
            const auto run = store.run(part.runId);
            if (!run)
                continue;
            ++result.steps;
            if (run->status == store::RunStatus::Finished) {
                ++result.held;
                continue;
            }
            auto on = data.find(run->splitId);
            if (on == data.end())
                on = data.try_emplace(run->splitId, store.cohort(run->splitId)).first;
            double spent = 0;
            for (const auto& epoch : store.epochs(run->id))
                spent += epoch.report.seconds;
            addTime(result, used, times.of(*run, on->second), spent);
        }
    }
    result.runs = used.size();
    return result;
}

} // namespace btw::experiments
