// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/bootstrap.h"

#include "engine/analysis/quantile.h"
#include "engine/analysis/replicates.h"
#include "engine/analysis/resampler.h"
#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

void check(const BootstrapOptions& options)
{
    if (options.resamples == 0 || !(options.level > 0 && options.level < 1))
        throw Error(
            "A bootstrap needs at least one resample and a level between 0 and 1: 10000 and 0.95 are usual.");
}

/// Fills `interval` and leaves those of the replicates that are defined, ascending.
void fill(Interval& interval, double estimate, std::vector<double>& values, std::size_t n, std::size_t units,
    const BootstrapOptions& options)
{
    values.erase(
        std::remove_if(values.begin(), values.end(), [](double v) { return std::isnan(v); }), values.end());
    std::sort(values.begin(), values.end());
    interval.estimate = estimate;
    interval.n = n;
    interval.units = units;
    interval.defined = values.size();
    interval.low = quantile(values, (1 - options.level) / 2);
    interval.high = quantile(values, (1 + options.level) / 2);
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

std::vector<double> bootstrapReplicates(const Statistic& statistic, std::size_t n,
    const std::vector<std::string>& groups, const BootstrapOptions& options)
{
    check(options);
    const Resampler resampler(n, groups);
    return resampler.units() >= 2 ? replicates<double>(statistic, resampler, options)
                                  : std::vector<double> {};
}

Interval bootstrapInterval(const Statistic& statistic, std::size_t n, const std::vector<std::string>& groups,
    const BootstrapOptions& options)
{
    Interval interval;
    auto values = bootstrapReplicates(statistic, n, groups, options);
    fill(interval, statistic(Multiplicity(n, 1)), values, n, Resampler(n, groups).units(), options);
    return interval;
}

PairedDifference bootstrapDifference(double estimate, const std::vector<double>& first,
    const std::vector<double>& second, std::size_t n, const std::vector<std::string>& groups,
    const BootstrapOptions& options)
{
    std::vector<double> values(first.size());
    std::transform(first.begin(), first.end(), second.begin(), values.begin(), std::minus<>());
    PairedDifference difference;
    fill(difference, estimate, values, n, Resampler(n, groups).units(), options);
    difference.p = twoSided(values);
    difference.low90 = quantile(values, 0.05);
    difference.high90 = quantile(values, 0.95);
    difference.standardError = meanAndStd(values).std;
    return difference;
}

PairedDifference bootstrapDifference(const Statistic& first, const Statistic& second, std::size_t n,
    const std::vector<std::string>& groups, const BootstrapOptions& options)
{
    const Multiplicity once(n, 1);
    return bootstrapDifference(first(once) - second(once), bootstrapReplicates(first, n, groups, options),
        bootstrapReplicates(second, n, groups, options), n, groups, options);
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
