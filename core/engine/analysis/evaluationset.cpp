// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metrics.h"
#include "engine/analysis/stability.h"
#include "engine/analysis/statistic.h"
#include "engine/error.h"

#include <cmath>
#include <utility>

namespace btw::analysis {

namespace {

std::size_t expectedWidth(const EvaluationSet& set)
{
    return set.task == Task::Classification ? set.classCount : 1;
}

void checkShape(const EvaluationSet& set, const Predictions& predictions)
{
    if (predictions.width != expectedWidth(set))
        throw Error("The predictions have " + std::to_string(predictions.width)
            + " columns where the task needs " + std::to_string(expectedWidth(set))
            + ": evaluate them with the cohort they were made for.");
}

/// Whether the model has a prediction for this instance.
bool isPredicted(const Predictions& predictions, std::size_t row)
{
    if (row >= predictions.rows())
        throw Error("Row " + std::to_string(row) + " has no prediction (there are "
            + std::to_string(predictions.rows()) + "): evaluate them with the cohort they were made for.");
    const float* values = predictions.row(row);
    std::size_t missing = 0;
    for (std::size_t k = 0; k < predictions.width; ++k) {
        if (std::isinf(values[k]))
            throw Error("The prediction of row " + std::to_string(row)
                + " is infinite: train again with a smaller learning rate.");
        missing += std::isnan(values[k]) ? 1 : 0;
    }
    if (missing != 0 && missing != predictions.width)
        throw Error("The prediction of row " + std::to_string(row)
            + " is only partly a number: give every class a probability, or none where the modality is "
              "absent.");
    return missing == 0;
}

std::vector<double> valuesOf(const EvaluationSet& set, const Predictions& predictions)
{
    std::vector<double> values;
    values.reserve(set.rows.size() * predictions.width);
    for (const std::size_t row : set.rows)
        values.insert(values.end(), predictions.row(row), predictions.row(row) + predictions.width);
    return values;
}

/// What residuals vary: y - f, or the indicators of the class less p. Two classes' vary alike, so that one
/// column stands for both.
Statistic residualVariance(const EvaluationSet& set, const Predictions& predictions)
{
    const auto values = valuesOf(set, predictions);
    const std::size_t n = set.rows.size();
    const std::size_t width = predictions.width;
    const bool isBinary = set.task == Task::Classification && width == 2;
    const auto labels = set.task == Task::Classification ? classLabels(set) : std::vector<int> {};
    std::vector<double> residuals;
    residuals.reserve(n * (isBinary ? 1 : width));
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = isBinary ? 1 : 0; k < width; ++k) {
            const double truth = labels.empty() ? set.y[i] : labels[i] == static_cast<int>(k) ? 1 : 0;
            residuals.push_back((truth - values[i * width + k]) * (isBinary ? std::sqrt(2.0) : 1));
        }
    }
    return logVarianceStatistic(residuals, isBinary ? 1 : width);
}

void checkLabels(const EvaluationSet& set)
{
    for (std::size_t i = 0; i < set.y.size(); ++i) {
        if (!std::isfinite(set.y[i]))
            throw Error("Row " + std::to_string(set.rows[i])
                + ": the label is not a finite number; give it one or leave the row out.");
    }
}

} // namespace

EvaluationSet evaluationSet(const data::Cohort& cohort, std::vector<std::size_t> rows)
{
    EvaluationSet set;
    set.task = cohort.task;
    set.classCount = cohort.classCount();
    set.sentiment = cohort.task == Task::Regression && isSentimentRange(cohort.labelRange);
    set.rows = std::move(rows);
    for (const std::size_t row : set.rows) {
        if (row >= cohort.size())
            throw Error("Row " + std::to_string(row) + " lies outside the cohort of "
                + std::to_string(cohort.size()) + " instances: choose rows of this cohort.");
        set.y.push_back(cohort.y[row]);
        if (!cohort.groups.empty())
            set.groups.push_back(cohort.groups[row]);
    }
    return set;
}

EvaluationSet evaluationSet(const data::Cohort& cohort, Split split)
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < cohort.splits.size(); ++i) {
        if (cohort.splits[i] == split)
            rows.push_back(i);
    }
    return evaluationSet(cohort, std::move(rows));
}

std::vector<int> classLabels(const EvaluationSet& set)
{
    std::vector<int> labels(set.y.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double label = set.y[i];
        // Negated, so that a NaN is caught as well.
        if (!(label >= 0 && label < static_cast<double>(set.classCount)) || label != std::floor(label))
            throw Error("Row " + std::to_string(set.rows[i])
                + ": the label is not a class index; it must be a whole number between 0 and "
                + std::to_string(set.classCount - 1) + ".");
        labels[i] = static_cast<int>(label);
    }
    return labels;
}

EvaluationSet commonRows(const EvaluationSet& set, const std::vector<const Predictions*>& models)
{
    for (const Predictions* model : models)
        checkShape(set, *model);
    EvaluationSet common;
    common.task = set.task;
    common.classCount = set.classCount;
    common.sentiment = set.sentiment;
    for (std::size_t i = 0; i < set.rows.size(); ++i) {
        bool predicted = true;
        for (const Predictions* model : models)
            predicted = isPredicted(*model, set.rows[i]) && predicted;
        if (!predicted)
            continue;
        common.rows.push_back(set.rows[i]);
        common.y.push_back(set.y[i]);
        if (!set.groups.empty())
            common.groups.push_back(set.groups[i]);
    }
    return common;
}

MetricMap evaluate(const EvaluationSet& set, const Predictions& predictions)
{
    const EvaluationSet predicted = commonRows(set, { &predictions });
    if (set.task == Task::Classification)
        return classificationMetrics(
            classLabels(predicted), valuesOf(predicted, predictions), set.classCount);
    checkLabels(predicted);
    return regressionMetrics(predicted.y, valuesOf(predicted, predictions), set.sentiment);
}

MetricMap evaluate(Task task, std::size_t classCount, const std::vector<double>& y,
    const Predictions& predictions, const std::vector<std::size_t>& rows,
    const std::optional<std::pair<double, double>>& labelRange)
{
    EvaluationSet set;
    set.task = task;
    set.classCount = classCount;
    set.sentiment = task == Task::Regression && isSentimentRange(labelRange);
    set.rows = rows;
    for (const std::size_t row : rows) {
        if (row >= y.size())
            throw Error("Row " + std::to_string(row) + " has no label (there are " + std::to_string(y.size())
                + "): choose rows of the labels' own cohort.");
        set.y.push_back(y[row]);
    }
    return evaluate(set, predictions);
}

std::vector<double> instanceScores(
    const std::string& metric, const EvaluationSet& set, const Predictions& predictions)
{
    if (set.task == Task::Classification)
        return classificationScores(metric, classLabels(set), valuesOf(set, predictions), set.classCount);
    return regressionScores(metric, set.y, valuesOf(set, predictions));
}

Statistic metricStatistic(const std::string& metric, const EvaluationSet& set, const Predictions& predictions)
{
    if (commonRows(set, { &predictions }).rows.size() != set.rows.size())
        throw Error("The model predicts only a part of the rows: take the rows common to all models first.");
    if (metric == kLogResidualVariance) {
        checkLabels(set);
        return residualVariance(set, predictions);
    }
    if (set.task == Task::Classification)
        return classificationStatistic(metric, classLabels(set), valuesOf(set, predictions), set.classCount);
    checkLabels(set);
    return regressionStatistic(metric, set.y, valuesOf(set, predictions));
}

std::vector<int> predictedClasses(const Predictions& predictions, const std::vector<std::size_t>& rows)
{
    EvaluationSet set;
    set.rows = rows;
    return predictedClasses(valuesOf(set, predictions), predictions.width);
}

std::vector<std::int64_t> confusionMatrix(const EvaluationSet& set, const Predictions& predictions)
{
    const EvaluationSet predicted = commonRows(set, { &predictions });
    return confusionMatrix(
        classLabels(predicted), predictedClasses(predictions, predicted.rows), set.classCount);
}

} // namespace btw::analysis
