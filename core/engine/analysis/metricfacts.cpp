// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metricfacts.h"

#include <algorithm>
#include <array>

namespace btw::analysis {

namespace {

constexpr auto kRegression = Task::Regression;
constexpr auto kClassification = Task::Classification;

constexpr std::array kMetrics {
    MetricFacts { .name = "mae",
        .task = kRegression,
        .lowerIsBetter = true,
        .inLabelUnits = true,
        .isBrief = true,
        .margin = 0.05,
        .isMean = true },
    MetricFacts { .name = "rmse", .task = kRegression, .lowerIsBetter = true, .inLabelUnits = true },
    MetricFacts { .name = "corr", .task = kRegression, .isBrief = true },
    MetricFacts { .name = "r2", .task = kRegression },
    MetricFacts { .name = "acc7", .task = kRegression, .sentimentOnly = true },
    MetricFacts { .name = "acc5", .task = kRegression, .sentimentOnly = true },
    MetricFacts { .name = "acc2_nonneg", .task = kRegression, .sentimentOnly = true },
    MetricFacts { .name = "f1_nonneg", .task = kRegression, .sentimentOnly = true },
    MetricFacts { .name = "acc2_pos", .task = kRegression, .sentimentOnly = true },
    MetricFacts { .name = "f1_pos", .task = kRegression, .sentimentOnly = true },
    MetricFacts { .name = "accuracy", .task = kClassification, .isBrief = true, .isMean = true },
    MetricFacts { .name = "macro_f1", .task = kClassification, .isBrief = true },
    MetricFacts { .name = "weighted_f1", .task = kClassification },
    MetricFacts { .name = "auroc", .task = kClassification, .isBrief = true, .margin = 0.02 },
    MetricFacts { .name = "auprc", .task = kClassification },
    MetricFacts { .name = "log_loss",
        .task = kClassification,
        .lowerIsBetter = true,
        .isBrief = true,
        .margin = 0.02,
        .isMean = true },
    MetricFacts { .name = "ece", .task = kClassification, .lowerIsBetter = true },
    MetricFacts { .name = "brier", .task = kClassification, .lowerIsBetter = true, .isMean = true },
    MetricFacts {
        .name = "calibration_slope", .task = kClassification, .twoClassesOnly = true, .ideal = 1.0 },
    MetricFacts {
        .name = "calibration_intercept", .task = kClassification, .twoClassesOnly = true, .ideal = 0.0 },
};

} // namespace

std::span<const MetricFacts> metricFacts() { return kMetrics; }

const MetricFacts* findMetric(std::string_view name)
{
    const auto* found = std::find_if(
        kMetrics.begin(), kMetrics.end(), [name](const MetricFacts& facts) { return facts.name == name; });
    return found == kMetrics.end() ? nullptr : found;
}

bool isDescriptive(std::string_view metric)
{
    const MetricFacts* facts = findMetric(metric);
    return facts != nullptr && facts->ideal.has_value();
}

bool isMeanOverInstances(std::string_view metric)
{
    const MetricFacts* facts = findMetric(metric);
    return facts != nullptr && facts->isMean;
}

std::string joinedNames(Task task)
{
    std::string names;
    for (const MetricFacts& facts : kMetrics)
        if (facts.task == task)
            names += (names.empty() ? "" : ", ") + std::string(facts.name);
    return names;
}

} // namespace btw::analysis
