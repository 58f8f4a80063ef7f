// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/testset.h"

#include <algorithm>

namespace btw::store {

namespace {

/// \param isJudged whether a row of the test split counts
template <typename Judged> analysis::EvaluationSet setOf(const CohortRecord& cohort, const Judged& isJudged)
{
    analysis::EvaluationSet set;
    set.task = cohort.task;
    set.classCount = cohort.classes.size();
    set.sentiment = analysis::isSentimentRange(cohort.labelRange);
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        if (cohort.splits[row] != Split::Test || !isJudged(row))
            continue;
        set.rows.push_back(row);
        set.y.push_back(cohort.y[row]);
        if (!cohort.groups.empty())
            set.groups.push_back(cohort.groups[row]);
    }
    return set;
}

} // namespace

analysis::EvaluationSet testSet(const CohortRecord& cohort)
{
    return setOf(cohort, [](std::size_t) { return true; });
}

analysis::EvaluationSet testSet(const CohortRecord& cohort, const RunRecord& run)
{
    const auto& names = cohort.modalities;
    const auto modality = static_cast<std::size_t>(
        std::find(names.begin(), names.end(), run.modality.toStdString()) - names.begin());
    if (run.step != training::Step::Unimodal || modality == names.size())
        return testSet(cohort);
    return setOf(cohort, [&](std::size_t row) { return cohort.present[row * names.size() + modality] != 0; });
}

} // namespace btw::store
