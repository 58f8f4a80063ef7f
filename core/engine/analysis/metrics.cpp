// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metrics.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/statistic.h"

namespace btw::analysis {

MetricMap regressionMetrics(
    const std::vector<double>& y, const std::vector<double>& predictions, bool sentimentRange)
{
    const Multiplicity once(y.size(), 1);
    MetricMap metrics;
    for (const std::string& name : metricNames(Task::Regression, sentimentRange, 0))
        metrics[name] = regressionStatistic(name, y, predictions)(once);
    return metrics;
}

MetricMap classificationMetrics(
    const std::vector<int>& labels, const std::vector<double>& probabilities, std::size_t classCount)
{
    const Multiplicity once(labels.size(), 1);
    MetricMap metrics;
    for (const std::string& name : metricNames(Task::Classification, false, classCount))
        metrics[name] = classificationStatistic(name, labels, probabilities, classCount)(once);
    return metrics;
}

std::vector<std::int64_t> confusionMatrix(
    const std::vector<int>& labels, const std::vector<int>& predicted, std::size_t classCount)
{
    std::vector<std::int64_t> counts(classCount * classCount, 0);
    for (std::size_t i = 0; i < labels.size(); ++i)
        ++counts.at(
            static_cast<std::size_t>(labels[i]) * classCount + static_cast<std::size_t>(predicted[i]));
    return counts;
}

bool isSentimentRange(const std::optional<std::pair<double, double>>& labelRange)
{
    return labelRange.has_value() && labelRange->first == -3 && labelRange->second == 3;
}

std::vector<std::string> metricNames(Task task, bool sentimentRange, std::size_t classCount)
{
    std::vector<std::string> names;
    for (const MetricFacts& facts : metricFacts())
        if (facts.task == task && (sentimentRange || !facts.sentimentOnly)
            && (classCount == 2 || !facts.twoClassesOnly))
            names.emplace_back(facts.name);
    return names;
}

std::string smoothingMetric(Task task) { return task == Task::Classification ? "macro_f1" : "mae"; }

std::string primaryMetric(Task task, std::size_t classCount)
{
    if (task == Task::Regression)
        return "mae";
    return classCount == 2 ? "auroc" : "log_loss";
}

bool lowerIsBetter(std::string_view metric)
{
    const MetricFacts* facts = findMetric(metric);
    return metric == "loss" || (facts != nullptr && facts->lowerIsBetter);
}

} // namespace btw::analysis
