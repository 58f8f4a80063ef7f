// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/confusion.h"
#include "engine/analysis/metricfacts.h"
#include "engine/analysis/reading.h"
#include "engine/analysis/statistic.h"
#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Weighted mean, and whether the values spread at all. Equality of the extremes, not a variance of 0: the
/// mean of equal numbers can be off in the last bit, and would make a correlation out of rounding.
struct Column
{
    double mean = 0;
    bool spreads = false;
};

Column summarise(const std::vector<double>& values, const Multiplicity& drawn, double total)
{
    double sum = 0;
    double least = std::numeric_limits<double>::infinity();
    double greatest = -least;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (drawn[i] == 0)
            continue;
        sum += drawn[i] * values[i];
        least = std::min(least, values[i]);
        greatest = std::max(greatest, values[i]);
    }
    return { sum / total, least < greatest };
}

double pearson(const std::vector<double>& x, const std::vector<double>& y, const Multiplicity& drawn)
{
    double total = 0;
    for (const std::uint32_t count : drawn)
        total += count;
    const Column columnX = summarise(x, drawn, total);
    const Column columnY = summarise(y, drawn, total);
    if (!columnX.spreads || !columnY.spreads)
        return kUndefined;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double dx = x[i] - columnX.mean;
        const double dy = y[i] - columnY.mean;
        xx += drawn[i] * dx * dx;
        yy += drawn[i] * dy * dy;
        xy += drawn[i] * dx * dy;
    }
    return std::clamp(xy / (std::sqrt(xx) * std::sqrt(yy)), -1.0, 1.0);
}

/// The share of the labels' variance that is explained: 1 less the squared error over that of their mean.
double determination(
    const std::vector<double>& y, const std::vector<double>& predictions, const Multiplicity& drawn)
{
    double total = 0;
    for (const std::uint32_t count : drawn)
        total += count;
    const Column labels = summarise(y, drawn, total);
    if (!labels.spreads)
        return kUndefined;
    double around = 0;
    double off = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        around += drawn[i] * (y[i] - labels.mean) * (y[i] - labels.mean);
        off += drawn[i] * (y[i] - predictions[i]) * (y[i] - predictions[i]);
    }
    return 1 - off / around;
}

Statistic readingStatistic(ConfusionMetric metric, Reading reading, const std::vector<double>& y,
    const std::vector<double>& predictions)
{
    std::vector<int> truth(y.size());
    std::vector<int> predicted(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) {
        truth[i] = readLabel(reading, y[i]);
        predicted[i] = readAs(reading, predictions[i]);
    }
    return confusionStatistic(metric, truth, predicted, readingClasses(reading));
}

} // namespace

std::vector<double> regressionScores(
    const std::string& metric, const std::vector<double>& y, const std::vector<double>& predictions)
{
    std::vector<double> errors;
    for (std::size_t i = 0; metric == "mae" && i < y.size(); ++i)
        errors.push_back(std::abs(y[i] - predictions[i]));
    return errors;
}

Statistic regressionStatistic(
    const std::string& metric, const std::vector<double>& y, const std::vector<double>& predictions)
{
    if (y.size() != predictions.size())
        throw Error("There are " + std::to_string(y.size()) + " labels for "
            + std::to_string(predictions.size()) + " predictions: give one prediction per label.");
    const auto isFinite = [](double value) { return std::isfinite(value); };
    if (!std::all_of(y.begin(), y.end(), isFinite)
        || !std::all_of(predictions.begin(), predictions.end(), isFinite))
        throw Error("A label or prediction is not a finite number: leave such rows out of the metrics.");

    if (metric == "mae")
        return meanStatistic(regressionScores(metric, y, predictions));
    if (metric == "rmse") {
        std::vector<double> squares(y.size());
        for (std::size_t i = 0; i < y.size(); ++i)
            squares[i] = (y[i] - predictions[i]) * (y[i] - predictions[i]);
        return [mean = meanStatistic(std::move(squares))](
                   const Multiplicity& drawn) { return std::sqrt(mean(drawn)); };
    }
    if (metric == "r2")
        return [y, predictions](const Multiplicity& drawn) { return determination(y, predictions, drawn); };
    if (metric == "corr")
        return [y, predictions](const Multiplicity& drawn) { return pearson(y, predictions, drawn); };
    for (const NamedReading& named : namedReadings()) {
        if (metric == named.accuracy)
            return readingStatistic(ConfusionMetric::Accuracy, named.reading, y, predictions);
        if (!named.f1.empty() && metric == named.f1)
            return readingStatistic(ConfusionMetric::WeightedF1, named.reading, y, predictions);
    }
    throw Error("There is no regression metric '" + metric + "': use one of " + joinedNames(Task::Regression)
        + "; acc* and f1* need a label range of -3..3.");
}

} // namespace btw::analysis
