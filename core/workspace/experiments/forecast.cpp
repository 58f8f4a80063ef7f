// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/forecast.h"

#include "workspace/jobs/plan.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace btw::experiments {

namespace {

/// Linear interpolation. \param sorted ascending, one or more
double quantile(const std::vector<double>& sorted, double share)
{
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const auto high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

/// Finished runs whose time was kept.
class KnownTimes
{
public:
    explicit KnownTimes(const store::Store* store)
    {
        if (store == nullptr)
            return;
        const auto seconds = store->secondsOfRuns();
        std::map<std::int64_t, std::size_t> sizes;
        for (const auto& run : store->runs()) {
            const auto found = seconds.find(run.id);
            if (run.status != store::RunStatus::Finished || found == seconds.end() || found->second <= 0)
                continue;
            auto size = sizes.find(run.cohortId);
            if (size == sizes.end())
                size = sizes.emplace(run.cohortId, store->cohort(run.cohortId).size()).first;
            m_runs[kindOf(run)].push_back({ size->second, found->second });
        }
    }

    /// Seconds that runs like this one took, on a cohort of its size; ascending.
    std::vector<double> of(const store::RunRecord& run, std::size_t size) const
    {
        std::vector<double> seconds;
        const auto found = m_runs.find(kindOf(run));
        if (found == m_runs.end())
            return seconds;
        for (const auto& known : found->second)
            if (known.size <= 2 * size && size <= 2 * known.size)
                seconds.push_back(
                    known.seconds * static_cast<double>(size) / static_cast<double>(known.size));
        std::sort(seconds.begin(), seconds.end());
        return seconds;
    }

private:
    using Kind = std::tuple<std::string, training::Step, std::string, int, QString>;
    struct Known
    {
        std::size_t size = 0; ///< of its cohort
        double seconds = 0;
    };

    static Kind kindOf(const store::RunRecord& run)
    {
        return { run.spec.model, run.step, run.spec.preset, run.threads, run.device };
    }

    std::map<Kind, std::vector<Known>> m_runs;
};

} // namespace

Forecast forecast(const std::vector<jobs::TrainingRequest>& requests, const store::Store* store,
    const systems::SystemRegistry& systems)
{
    Forecast result;
    const KnownTimes times(store);
    std::set<QString> keys;
    using Alike = std::tuple<std::string, training::Step, std::string, std::size_t>;
    std::map<Alike, std::vector<double>> alike;
    std::set<Alike> used; ///< of `alike`: behind the times of what is left
    for (const auto& request : requests) {
        ++result.trainings;
        for (const auto& planned : jobs::planTraining(request, systems, 0, request.identity->hash())) {
            const auto& run = planned.record;
            if (!keys.insert(run.stepKey).second)
                continue;
            ++result.steps;
            const auto size = request.cohort->size();
            const auto place = alike.try_emplace({ run.spec.model, run.step, run.spec.preset, size });
            auto& seconds = place.first->second;
            if (place.second)
                seconds = times.of(run, size);
            result.untimedAfresh += seconds.empty() ? 1 : 0;
            result.afresh += seconds.empty() ? 0 : quantile(seconds, 0.5);
            const auto known = store == nullptr ? std::nullopt : store->findByKey(run.stepKey, run.olderKey);
            if (known && known->status == store::RunStatus::Finished) {
                ++result.held;
                continue;
            }
            if (seconds.empty()) {
                ++result.untimed;
                continue;
            }
            if (used.insert(place.first->first).second)
                result.runs += seconds.size();
            result.low += quantile(seconds, 0.25);
            result.seconds += quantile(seconds, 0.5);
            result.high += quantile(seconds, 0.75);
        }
    }
    return result;
}

} // namespace btw::experiments
