// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/metrics.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace btw::analysis {

/// How often each of n instances was drawn; all ones for the sample itself.
using Multiplicity = std::vector<std::uint32_t>;

/// A metric as a function of how often each instance counts. Everything that does not depend on the draw
/// (errors, class decisions, rankings) is computed once when it is made, so that one evaluation costs
/// O(n) (O(n C) for the rankings) and thousands of resamples are cheap.
/// Must be callable from several threads at once and must not throw. NaN where undefined.
using Statistic = std::function<double(const Multiplicity&)>;

/// \param metric a name of metricNames() of a regression. \throws Error on an unknown name.
Statistic regressionStatistic(
    const std::string& metric, const std::vector<double>& y, const std::vector<double>& predictions);

/// \param metric a name of metricNames() of as many classes. \throws Error on an unknown name.
Statistic classificationStatistic(const std::string& metric, const std::vector<int>& labels,
    const std::vector<double>& probabilities, std::size_t classCount);

/// One score an instance, of whose mean the metric is made; empty for a metric that is no such mean.
std::vector<double> regressionScores(
    const std::string& metric, const std::vector<double>& y, const std::vector<double>& predictions);
std::vector<double> classificationScores(const std::string& metric, const std::vector<int>& labels,
    const std::vector<double>& probabilities, std::size_t classCount);
/// The same of one model on `set`, of which it must predict every row.
std::vector<double> instanceScores(
    const std::string& metric, const EvaluationSet& set, const Predictions& predictions);

/// One metric of one model on `set`, of which the model must predict every row (see commonRows).
Statistic metricStatistic(
    const std::string& metric, const EvaluationSet& set, const Predictions& predictions);

} // namespace btw::analysis
