// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace btw::analysis {

/// Metric name to value. NaN where a metric is undefined on the given instances (the correlation of a
/// constant, AUROC without both outcomes, anything of no instances).
using MetricMap = std::map<std::string, double>;

/// Every regression metric (docs/method, "Metrics"); with `sentimentRange` those of labels from -3 to 3, too.
/// \param y, predictions n values each, in the label's units. \throws Error when the lengths differ.
MetricMap regressionMetrics(
    const std::vector<double>& y, const std::vector<double>& predictions, bool sentimentRange);

/// Every classification metric (docs/method, "Metrics"): ranks are one class against the rest, the mean over
/// classes with both outcomes; of two classes, those of class 1. Calibration slope and intercept are of two
/// classes only, and not there with more.
/// \param labels n class indices in 0..C-1. \param probabilities `[n, C]` row-major.
/// \throws Error when sizes differ or a label is no class.
MetricMap classificationMetrics(
    const std::vector<int>& labels, const std::vector<double>& probabilities, std::size_t classCount);

/// `[C, C]` row-major counts: row = true class, column = predicted class.
std::vector<std::int64_t> confusionMatrix(
    const std::vector<int>& labels, const std::vector<int>& predicted, std::size_t classCount);

/// The most probable class of each row of `[n, C]`; the lowest of equals.
std::vector<int> predictedClasses(const std::vector<double>& probabilities, std::size_t classCount);
/// The same for some rows, all of which the model must predict (see commonRows).
std::vector<int> predictedClasses(const Predictions& predictions, const std::vector<std::size_t>& rows);

/// The instances that models are judged on, in the order of `rows`.
struct EvaluationSet
{
    Task task = Task::Regression;
    std::size_t classCount = 0; ///< C, classification only
    bool sentiment = false; ///< label range declared as exactly -3..3: Acc-* are defined
    std::vector<std::size_t> rows; ///< n instance indices into the cohort (and into predictions)
    std::vector<double> y; ///< n labels, one a row
    std::vector<std::string> groups; ///< n, or empty: instances are independent
};

/// \throws Error when a row lies outside the cohort.
EvaluationSet evaluationSet(const data::Cohort& cohort, std::vector<std::size_t> rows);
/// All rows of one split. The cohort's splits must have been drawn.
EvaluationSet evaluationSet(const data::Cohort& cohort, Split split);

/// The labels as class indices. \throws Error on a label that is not finite or no class index.
std::vector<int> classLabels(const EvaluationSet& set);

/// The part of `set` that every one of `models` predicts: rows of NaN (modality absent) are left out.
/// \throws Error when a width or a row count does not fit, or a row is only partly finite.
EvaluationSet commonRows(const EvaluationSet& set, const std::vector<const Predictions*>& models);

/// All metrics of one model on the rows it predicts; all NaN when it predicts none of them.
/// \throws Error as commonRows, or on a label that is not finite or no class index.
MetricMap evaluate(const EvaluationSet& set, const Predictions& predictions);

/// The same without a cohort at hand. \param y labels of all N instances. \param rows indices to use.
MetricMap evaluate(Task task, std::size_t classCount, const std::vector<double>& y,
    const Predictions& predictions, const std::vector<std::size_t>& rows,
    const std::optional<std::pair<double, double>>& labelRange);

/// Confusion matrix of one model on the rows it predicts.
std::vector<std::int64_t> confusionMatrix(const EvaluationSet& set, const Predictions& predictions);

/// Whether Acc-7 and its kin are defined: the range is declared, and exactly -3..3.
bool isSentimentRange(const std::optional<std::pair<double, double>>& labelRange);

/// The metrics of a task in the order in which a table shows them. \param classCount classification only
std::vector<std::string> metricNames(Task task, bool sentimentRange, std::size_t classCount);

/// The metric that smoothing and `select=metric` go by: `mae` or `macro_f1`.
std::string smoothingMetric(Task task);

/// The figure that cards and tables lead with unless another was chosen: `auroc` for two classes, `log_loss`
/// for more, `mae` for regression (docs/method, "Metrics").
std::string primaryMetric(Task task, std::size_t classCount);

/// Whether smaller values of a metric (or of `loss`) are better.
bool lowerIsBetter(std::string_view metric);

} // namespace btw::analysis
