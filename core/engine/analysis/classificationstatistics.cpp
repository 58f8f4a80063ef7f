// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/confusion.h"
#include "engine/analysis/metricfacts.h"
#include "engine/analysis/ranking.h"
#include "engine/analysis/recalibration.h"
#include "engine/analysis/statistic.h"
#include "engine/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace btw::analysis {

namespace {

constexpr std::size_t kCalibrationBins = 15;

void check(const std::vector<int>& labels, const std::vector<double>& probabilities, std::size_t classCount)
{
    if (classCount == 0 || probabilities.size() != labels.size() * classCount)
        throw Error("There are " + std::to_string(probabilities.size()) + " probabilities for "
            + std::to_string(labels.size()) + " labels and " + std::to_string(classCount)
            + " classes: give one probability per label and class.");
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0 || static_cast<std::size_t>(labels[i]) >= classCount)
            throw Error("Row " + std::to_string(i) + ": the label " + std::to_string(labels[i])
                + " is not a class index; it must lie between 0 and " + std::to_string(classCount - 1) + ".");
    }
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        if (!std::isfinite(probabilities[i]))
            throw Error("Row " + std::to_string(i / classCount)
                + ": a probability is not a finite number; leave such rows out of the metrics.");
    }
}

/// The bin ((b) / 15, (b + 1) / 15] that holds a probability; 0 falls into the first.
std::size_t calibrationBin(double probability)
{
    for (std::size_t bin = 0; bin + 1 < kCalibrationBins; ++bin) {
        if (probability <= static_cast<double>(bin + 1) / kCalibrationBins)
            return bin;
    }
    return kCalibrationBins - 1;
}

// Naeini et al. 2015: sum over bins of (share of instances) * |accuracy - mean confidence|, which is the
// sum of |summed (correct - confidence)| over n.
Statistic calibrationError(
    const std::vector<int>& labels, const std::vector<double>& probabilities, std::size_t classCount)
{
    const std::vector<int> predicted = predictedClasses(probabilities, classCount);
    std::vector<std::uint8_t> bins(labels.size());
    std::vector<double> gaps(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double top = probabilities[i * classCount + static_cast<std::size_t>(predicted[i])];
        bins[i] = static_cast<std::uint8_t>(calibrationBin(top));
        gaps[i] = (predicted[i] == labels[i] ? 1.0 : 0.0) - top;
    }
    return [bins = std::move(bins), gaps = std::move(gaps)](const Multiplicity& drawn) {
        std::array<double, kCalibrationBins> sums {};
        double total = 0;
        for (std::size_t i = 0; i < bins.size(); ++i) {
            sums[bins[i]] += drawn[i] * gaps[i];
            total += drawn[i];
        }
        double error = 0;
        for (const double sum : sums)
            error += std::abs(sum);
        return total > 0 ? error / total : std::numeric_limits<double>::quiet_NaN();
    };
}

std::vector<double> brierScores(
    const std::vector<int>& labels, const std::vector<double>& probabilities, std::size_t classCount)
{
    std::vector<double> scores(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        for (std::size_t c = classCount == 2 ? 1 : 0; c < classCount; ++c) {
            const double outcome = labels[i] == static_cast<int>(c) ? 1 : 0;
            const double off = probabilities[i * classCount + c] - outcome;
            scores[i] += off * off;
        }
    }
    return scores;
}

// scikit-learn's log_loss.
std::vector<double> logLosses(
    const std::vector<int>& labels, const std::vector<double>& probabilities, std::size_t classCount)
{
    constexpr double kLeast = 1e-15;
    std::vector<double> losses(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double p = probabilities[i * classCount + static_cast<std::size_t>(labels[i])];
        losses[i] = -std::log(std::clamp(p, kLeast, 1 - kLeast));
    }
    return losses;
}

} // namespace

std::vector<int> predictedClasses(const std::vector<double>& probabilities, std::size_t classCount)
{
    std::vector<int> predicted(classCount == 0 ? 0 : probabilities.size() / classCount);
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        // max_element returns the first of equals, so a tie goes to the lowest class.
        const double* row = probabilities.data() + i * classCount;
        predicted[i] = static_cast<int>(std::max_element(row, row + classCount) - row);
    }
    return predicted;
}

std::vector<double> classificationScores(const std::string& metric, const std::vector<int>& labels,
    const std::vector<double>& probabilities, std::size_t classCount)
{
    check(labels, probabilities, classCount);
    if (metric == "log_loss")
        return logLosses(labels, probabilities, classCount);
    if (metric == "brier")
        return brierScores(labels, probabilities, classCount);
    if (metric != "accuracy")
        return {};
    std::vector<double> hits(labels.size());
    const auto predicted = predictedClasses(probabilities, classCount);
    for (std::size_t i = 0; i < hits.size(); ++i)
        hits[i] = predicted[i] == labels[i] ? 1 : 0;
    return hits;
}

Statistic classificationStatistic(const std::string& metric, const std::vector<int>& labels,
    const std::vector<double>& probabilities, std::size_t classCount)
{
    check(labels, probabilities, classCount);
    const auto confusion = [&](ConfusionMetric kind) {
        return confusionStatistic(kind, labels, predictedClasses(probabilities, classCount), classCount);
    };
    if (metric == "accuracy")
        return confusion(ConfusionMetric::Accuracy);
    if (metric == "macro_f1")
        return confusion(ConfusionMetric::MacroF1);
    if (metric == "weighted_f1")
        return confusion(ConfusionMetric::WeightedF1);
    if (metric == "auroc")
        return rankingStatistic(RankingMetric::Auroc, labels, probabilities, classCount);
    if (metric == "auprc")
        return rankingStatistic(RankingMetric::Auprc, labels, probabilities, classCount);
    if (metric == "log_loss")
        return meanStatistic(logLosses(labels, probabilities, classCount));
    if (metric == "ece")
        return calibrationError(labels, probabilities, classCount);
    if (metric == "brier")
        return meanStatistic(brierScores(labels, probabilities, classCount));
    if (metric == "calibration_slope" && classCount == 2)
        return calibrationStatistic(CalibrationMetric::Slope, labels, probabilities);
    if (metric == "calibration_intercept" && classCount == 2)
        return calibrationStatistic(CalibrationMetric::Intercept, labels, probabilities);
    if (const auto* facts = findMetric(metric); facts != nullptr && facts->twoClassesOnly)
        throw Error("The metric " + metric + " is for two classes only, and there are "
            + std::to_string(classCount) + ".");
    throw Error("There is no classification metric '" + metric + "': use one of "
        + joinedNames(Task::Classification) + ".");
}

} // namespace btw::analysis
