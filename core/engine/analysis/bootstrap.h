// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/metrics.h"
#include "engine/analysis/statistic.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::analysis {

struct BootstrapOptions
{
    std::size_t resamples = 10000;
    std::uint64_t seed = 0; ///< same seed, same numbers, whatever the number of threads
    double level = 0.95; ///< of the percentile interval
};

/// A metric with its percentile interval. Limits are NaN where fewer than two units can be drawn, or no
/// resample defines the metric.
struct Interval
{
    double estimate = 0; ///< on the sample itself
    double low = 0;
    double high = 0;
    std::size_t n = 0; ///< instances
    std::size_t units = 0; ///< what is drawn: groups, or instances without groups
    std::size_t defined = 0; ///< resamples on which the metric is defined; only these count
};

/// The difference first - second of one metric of two models on the same instances.
struct PairedDifference : Interval
{
    double low90 = 0; ///< the 90% interval: two one-sided tests at 5% each
    double high90 = 0;
    double standardError = 0; ///< standard deviation of the resamples
    double p = 1; ///< min(1, 2 (smaller tail + 1) / (defined + 1)), tails counted with equality to 0

    /// Whether the interval excludes 0: else the words are "no clear difference".
    bool isClear() const { return low > 0 || high < 0; }
};

/// \param groups empty, or n names: whole groups are drawn then, as many as there are.
Interval bootstrapInterval(const Statistic& statistic, std::size_t n, const std::vector<std::string>& groups,
    const BootstrapOptions& options = {});

PairedDifference bootstrapDifference(const Statistic& first, const Statistic& second, std::size_t n,
    const std::vector<std::string>& groups, const BootstrapOptions& options = {});

/// The statistic on every resample, in the order of the draws; NaN where it is undefined. Empty where there
/// are fewer than two units to draw. What several differences have in common is computed once so.
std::vector<double> bootstrapReplicates(const Statistic& statistic, std::size_t n,
    const std::vector<std::string>& groups, const BootstrapOptions& options = {});

/// bootstrapDifference() of figures whose replicates are there. \param estimate first - second on the sample
PairedDifference bootstrapDifference(double estimate, const std::vector<double>& first,
    const std::vector<double>& second, std::size_t n, const std::vector<std::string>& groups,
    const BootstrapOptions& options = {});

/// Interval of any metric of metricNames() on the rows of `set` that the model predicts, groups respected.
Interval bootstrapMetric(const std::string& metric, const EvaluationSet& set, const Predictions& predictions,
    const BootstrapOptions& options = {});

/// Difference of any metric on the rows of `set` that both models predict, groups respected.
PairedDifference bootstrapMetricDifference(const std::string& metric, const EvaluationSet& set,
    const Predictions& first, const Predictions& second, const BootstrapOptions& options = {});

/// Holm's step-down correction of the p values of one table (Holm 1979). A NaN stays NaN and does not count.
std::vector<double> holmCorrected(const std::vector<double>& p);

/// Over seeds: mean and sample standard deviation (n - 1; NaN for fewer than two values).
struct MeanStd
{
    double mean = 0; ///< NaN without values
    double std = 0;
    std::size_t n = 0;
};
MeanStd meanAndStd(const std::vector<double>& values);

} // namespace btw::analysis
