// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/bootstrap.h"

#include "engine/analysis/resampler.h"
#include "engine/error.h"
#include "engine/parallelerror.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// The statistic on every resample that defines it, ascending.
std::vector<double> replicates(
    const Statistic& statistic, const Resampler& resampler, const BootstrapOptions& options)
{
    const auto count = static_cast<std::int64_t>(options.resamples);
    std::vector<double> values(options.resamples);
    ParallelError error;
#pragma omp parallel default(none) shared(statistic, resampler, options, values, count, error)
    {
        Multiplicity drawn;
#pragma omp for schedule(static)
        for (std::int64_t b = 0; b < count; ++b) {
            const auto item = static_cast<std::size_t>(b);
            error.guard(item, [&] {
                resampler.resample(options.seed, item, drawn);
                values[item] = statistic(drawn);
            });
        }
    }
    error.rethrow();
    values.erase(
        std::remove_if(values.begin(), values.end(), [](double v) { return std::isnan(v); }), values.end());
    std::sort(values.begin(), values.end());
    return values;
}

void check(const BootstrapOptions& options)
{
    if (options.resamples == 0 || !(options.level > 0 && options.level < 1))
        throw Error(
            "A bootstrap needs at least one resample and a level between 0 and 1: 10000 and 0.95 are usual.");
}

/// Fills `interval` and returns the replicates it stands on.
std::vector<double> fill(Interval& interval, const Statistic& statistic, std::size_t n,
    const std::vector<std::string>& groups, const BootstrapOptions& options)
{
    check(options);
    const Resampler resampler(n, groups);
    interval.estimate = statistic(Multiplicity(n, 1));
    interval.n = n;
    interval.units = resampler.units();
    std::vector<double> values;
    if (resampler.units() >= 2)
        values = replicates(statistic, resampler, options);
    interval.defined = values.size();
    interval.low = quantile(values, (1 - options.level) / 2);
    interval.high = quantile(values, (1 + options.level) / 2);
    return values;
}

/// \param sorted differences. Both tails count a difference of exactly 0.
double twoSided(const std::vector<double>& sorted)
{
    if (sorted.empty())
        return kUndefined;
    const auto atMost = std::upper_bound(sorted.begin(), sorted.end(), 0.0) - sorted.begin();
    const auto atLeast = sorted.end() - std::lower_bound(sorted.begin(), sorted.end(), 0.0);
    const auto smaller = static_cast<double>(std::min(atMost, atLeast));
    return std::min(1.0, 2 * (smaller + 1) / (static_cast<double>(sorted.size()) + 1));
}

} // namespace

double quantile(const std::vector<double>& sorted, double probability)
{
    if (sorted.empty())
        return kUndefined;
    const double position = probability * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(position));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (position - std::floor(position)) * (sorted[above] - sorted[below]);
}

Interval bootstrapInterval(const Statistic& statistic, std::size_t n, const std::vector<std::string>& groups,
    const BootstrapOptions& options)
{
    Interval interval;
    fill(interval, statistic, n, groups, options);
    return interval;
}

PairedDifference bootstrapDifference(const Statistic& first, const Statistic& second, std::size_t n,
    const std::vector<std::string>& groups, const BootstrapOptions& options)
{
    PairedDifference difference;
    const Statistic both = [&](const Multiplicity& drawn) { return first(drawn) - second(drawn); };
    const auto values = fill(difference, both, n, groups, options);
    difference.p = twoSided(values);
    difference.low90 = quantile(values, 0.05);
    difference.high90 = quantile(values, 0.95);
    difference.standardError = meanAndStd(values).std;
    return difference;
}

Interval bootstrapMetric(const std::string& metric, const EvaluationSet& set, const Predictions& predictions,
    const BootstrapOptions& options)
{
    const EvaluationSet predicted = commonRows(set, { &predictions });
    return bootstrapInterval(
        metricStatistic(metric, predicted, predictions), predicted.rows.size(), predicted.groups, options);
}

PairedDifference bootstrapMetricDifference(const std::string& metric, const EvaluationSet& set,
    const Predictions& first, const Predictions& second, const BootstrapOptions& options)
{
    const EvaluationSet common = commonRows(set, { &first, &second });
    return bootstrapDifference(metricStatistic(metric, common, first),
        metricStatistic(metric, common, second), common.rows.size(), common.groups, options);
}

} // namespace btw::analysis
