// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/confusion.h"

#include <limits>
#include <utility>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

struct ClassCounts
{
    double support = 0;
    double predicted = 0;
    double right = 0;

    double f1() const
    {
        const double denominator = support + predicted;
        return denominator > 0 ? 2 * right / denominator : 0;
    }
};

std::vector<ClassCounts> perClass(const std::vector<double>& counts, std::size_t classCount)
{
    std::vector<ClassCounts> classes(classCount);
    for (std::size_t truth = 0; truth < classCount; ++truth) {
        for (std::size_t guess = 0; guess < classCount; ++guess) {
            const double count = counts[truth * classCount + guess];
            classes[truth].support += count;
            classes[guess].predicted += count;
        }
        classes[truth].right = counts[truth * classCount + truth];
    }
    return classes;
}

double fromCounts(ConfusionMetric metric, const std::vector<double>& counts, std::size_t classCount)
{
    const std::vector<ClassCounts> classes = perClass(counts, classCount);
    double total = 0;
    double right = 0;
    double sumOfF1 = 0;
    double present = 0; // classes
    double weightedF1 = 0;
    for (const ClassCounts& counted : classes) {
        total += counted.support;
        right += counted.right;
        // F1 of a class without rows would be 0, whatever the model does.
        sumOfF1 += counted.f1();
        present += counted.support > 0 ? 1 : 0;
        weightedF1 += counted.support * counted.f1();
    }
    if (total == 0)
        return kUndefined;
    switch (metric) {
    case ConfusionMetric::Accuracy:
        return right / total;
    case ConfusionMetric::MacroF1:
        return sumOfF1 / present;
    case ConfusionMetric::WeightedF1:
        break;
    }
    return weightedF1 / total;
}

} // namespace

Statistic confusionStatistic(ConfusionMetric metric, const std::vector<int>& truth,
    const std::vector<int>& predicted, std::size_t classCount)
{
    // One cell more than the matrix has, for instances that do not take part: no branch in the inner loop.
    const std::size_t outside = classCount * classCount;
    std::vector<std::uint32_t> cells(truth.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::size_t cell = truth[i] < 0
            ? outside
            : static_cast<std::size_t>(truth[i]) * classCount + static_cast<std::size_t>(predicted[i]);
        cells[i] = static_cast<std::uint32_t>(cell);
    }
    return [metric, classCount, outside, cells = std::move(cells)](const Multiplicity& drawn) {
        std::vector<double> counts(outside + 1, 0.0);
        for (std::size_t i = 0; i < cells.size(); ++i)
            counts[cells[i]] += drawn[i];
        return fromCounts(metric, counts, classCount);
    };
}

Statistic meanStatistic(std::vector<double> values)
{
    return [values = std::move(values)](const Multiplicity& drawn) {
        double sum = 0;
        double total = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            sum += drawn[i] * values[i];
            total += drawn[i];
        }
        return total > 0 ? sum / total : kUndefined;
    };
}

} // namespace btw::analysis
