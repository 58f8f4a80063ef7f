// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metricfacts.h"

#include <algorithm>
#include <array>

namespace btw::analysis {

namespace {

constexpr auto kRegression = Task::Regression;
constexpr auto kClassification = Task::Classification;

constexpr std::array kMetrics {
    MetricFacts { "mae", kRegression, true, true, false },
    MetricFacts { "rmse", kRegression, true, true, false },
    MetricFacts { "corr", kRegression, false, false, false },
    MetricFacts { "r2", kRegression, false, false, false },
    MetricFacts { "acc7", kRegression, false, false, true },
    MetricFacts { "acc5", kRegression, false, false, true },
    MetricFacts { "acc2_nonneg", kRegression, false, false, true },
    MetricFacts { "f1_nonneg", kRegression, false, false, true },
    MetricFacts { "acc2_pos", kRegression, false, false, true },
    MetricFacts { "f1_pos", kRegression, false, false, true },
    MetricFacts { "accuracy", kClassification, false, false, false },
    MetricFacts { "macro_f1", kClassification, false, false, false },
    MetricFacts { "weighted_f1", kClassification, false, false, false },
    MetricFacts { "auroc", kClassification, false, false, false },
    MetricFacts { "auprc", kClassification, false, false, false },
    MetricFacts { "log_loss", kClassification, true, false, false },
    MetricFacts { "ece", kClassification, true, false, false },
    MetricFacts { "brier", kClassification, true, false, false },
};

} // namespace

std::span<const MetricFacts> metricFacts() { return kMetrics; }

const MetricFacts* findMetric(std::string_view name)
{
    const auto* found = std::find_if(
        kMetrics.begin(), kMetrics.end(), [name](const MetricFacts& facts) { return facts.name == name; });
    return found == kMetrics.end() ? nullptr : found;
}

} // namespace btw::analysis
