// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/classoutcomes.h"

#include "engine/error.h"

#include <numeric>

namespace btw::analysis {

ClassOutcomes classOutcomes(const EvaluationSet& set, const Predictions& predictions, std::size_t target)
{
    if (set.task != Task::Classification || target >= set.classCount)
        throw Error("There is no class " + std::to_string(target) + " whose probability could be judged.");
    EvaluationSet predicted = commonRows(set, { &predictions });
    const auto labels = classLabels(predicted);
    ClassOutcomes outcomes;
    outcomes.happened.reserve(labels.size());
    outcomes.p.reserve(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        outcomes.happened.push_back(labels[i] == static_cast<int>(target) ? 1 : 0);
        outcomes.p.push_back(predictions.row(predicted.rows[i])[target]);
    }
    outcomes.groups = std::move(predicted.groups);
    return outcomes;
}

std::vector<std::size_t> judgedClasses(std::size_t classCount)
{
    if (classCount == 2)
        return { 1 };
    std::vector<std::size_t> all(classCount);
    std::iota(all.begin(), all.end(), std::size_t(0));
    return all;
}

std::vector<RareClass> rareClasses(const EvaluationSet& set)
{
    std::vector<std::size_t> counts(set.classCount, 0);
    for (const int label : classLabels(set))
        ++counts[static_cast<std::size_t>(label)];
    std::vector<RareClass> rare;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        if (counts[c] < kFewRows)
            rare.push_back({ c, counts[c] });
    }
    return rare;
}

} // namespace btw::analysis
