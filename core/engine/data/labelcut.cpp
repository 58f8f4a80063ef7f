// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/fitting.h"

#include "engine/data/problems.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

namespace btw::data {

namespace {

std::string exactly(double value)
{
    std::array<char, 32> buffer {};
    return { buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr };
}

std::vector<std::string> namesOf(const std::vector<double>& thresholds, std::string (*write)(double))
{
    std::vector<std::string> names { "below " + write(thresholds.front()) };
    for (std::size_t k = 1; k < thresholds.size(); ++k)
        names.push_back(write(thresholds[k - 1]) + " to " + write(thresholds[k]));
    names.push_back(write(thresholds.back()) + " and more");
    return names;
}

bool distinct(const std::vector<std::string>& names)
{
    return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

std::vector<double> trainingLabels(const Cohort& cohort)
{
    std::vector<double> labels;
    for (const std::size_t i : rowsOf(cohort, Split::Train))
        labels.push_back(cohort.y[i]);
    return labels;
}

} // namespace

std::vector<std::string> cutNames(const std::vector<double>& thresholds)
{
    if (thresholds.empty())
        return {};
    std::vector<std::string> names = namesOf(thresholds, &number);
    return distinct(names) ? names : namesOf(thresholds, &exactly);
}

std::vector<double> quantileThresholds(std::vector<double> values, std::size_t classes)
{
    if (classes < 2 || values.size() < classes)
        throw Error("A label cannot be cut into " + std::to_string(classes) + " classes by "
            + count(values.size(), "training row")
            + ": ask for at least 2, and for fewer than there are rows.");
    std::sort(values.begin(), values.end());
    std::vector<double> thresholds;
    for (std::size_t k = 1; k < classes; ++k) {
        const double at
            = static_cast<double>(k) / static_cast<double>(classes) * static_cast<double>(values.size() - 1);
        const auto below = static_cast<std::size_t>(at);
        const double above = values[std::min(below + 1, values.size() - 1)];
        thresholds.push_back(values[below] + (at - std::floor(at)) * (above - values[below]));
        const bool ascends = k == 1 ? thresholds[0] > values.front() : thresholds[k - 1] > thresholds[k - 2];
        if (!ascends)
            throw Error("Too many training labels are equal (" + exactly(thresholds.back())
                + ") to cut them into " + std::to_string(classes)
                + " classes by quantiles: ask for fewer classes, or give thresholds.");
    }
    return thresholds;
}

double cutValue(double y, const std::vector<double>& thresholds)
{
    return static_cast<double>(
        std::upper_bound(thresholds.begin(), thresholds.end(), y) - thresholds.begin());
}

void cutLabel(Cohort& cohort, const LabelCut& cut)
{
    if (cohort.task != Task::Regression)
        throw Error("The label already has classes: cut a numeric label only.");
    if (cut.thresholds.empty())
        throw Error("The label cut has neither thresholds nor quantiles: give one of them.");
    for (std::size_t k = 0; k < cut.thresholds.size(); ++k)
        if (!std::isfinite(cut.thresholds[k]) || (k > 0 && cut.thresholds[k] <= cut.thresholds[k - 1]))
            throw Error("The thresholds of the label cut do not ascend at " + exactly(cut.thresholds[k])
                + ": write each once, the smallest first.");
    const std::size_t classes = cut.thresholds.size() + 1;
    if (!cut.names.empty() && (cut.names.size() != classes || !distinct(cut.names)))
        throw Error("The label cut makes " + std::to_string(classes) + " classes and has "
            + std::to_string(cut.names.size()) + " names: give each class one name of its own.");
    for (double& y : cohort.y)
        y = cutValue(y, cut.thresholds);
    cohort.classes = cut.names.empty() ? cutNames(cut.thresholds) : cut.names;
    cohort.task = Task::Classification;
    cohort.thresholds = cut.thresholds;
    cohort.labelRange.reset();
}

std::vector<std::array<std::size_t, 3>> classCounts(const Cohort& cohort)
{
    std::vector<std::array<std::size_t, 3>> counts(cohort.classCount());
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        const double y = cohort.y[i];
        if (y >= 0 && y < static_cast<double>(counts.size()))
            ++counts[static_cast<std::size_t>(y)]
                    [cohort.splits.empty() ? 0 : static_cast<std::size_t>(cohort.splits[i])];
    }
    return counts;
}

std::vector<Problem> fitToTraining(Cohort& cohort)
{
    if (cohort.cut) {
        LabelCut cut = std::move(*cohort.cut);
        cohort.cut.reset();
        if (cut.thresholds.empty())
            cut.thresholds = quantileThresholds(trainingLabels(cohort), cut.quantiles);
        cutLabel(cohort, cut);
    }
    return encodeCategories(cohort);
}

} // namespace btw::data
