// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/referencemodels.h"

#include "engine/analysis/metrics.h"
#include "engine/analysis/referencemodels.h"
#include "engine/trees/referencetrees.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

namespace btw::jobs {

namespace {

using Records = std::vector<store::ReferenceRecord>;

/// Judges models on a cohort's validation and test rows.
class Judge
{
public:
    explicit Judge(const data::Cohort& cohort)
        : m_validation(analysis::evaluationSet(cohort, Split::Validation))
        , m_test(analysis::evaluationSet(cohort, Split::Test))
    {
    }

    store::ReferenceRecord record(const QString& name, double strength, const Predictions& predictions) const
    {
        store::ReferenceRecord record;
        record.name = name;
        record.strength = strength;
        record.predictions = predictions;
        if (!predictions.values.empty()) {
            record.validation = analysis::evaluate(m_validation, predictions);
            record.test = analysis::evaluate(m_test, predictions);
        }
        return record;
    }

private:
    analysis::EvaluationSet m_validation;
    analysis::EvaluationSet m_test;
};

Records regressions(const data::Cohort& cohort, const std::function<bool()>& stopped)
{
    const Judge judge(cohort);
    Records records;
    for (const auto& model : analysis::fitReferenceModels(cohort, {}, stopped)) {
        records.push_back(judge.record(QString::fromStdString(model.name),
            std::isnan(model.strength) ? 0 : model.strength, model.predictions));
    }
    return records;
}

Records boostedTrees(const data::Cohort& cohort, const std::function<bool()>& stopped)
{
    const Judge judge(cohort);
    Records records;
    for (const auto& model : trees::fitReferenceTrees(cohort, {}, stopped)) {
        records.push_back(judge.record(store::ReferenceRecord::treesName(QString::fromStdString(model.name)),
            model.rounds, model.predictions));
    }
    return records;
}

} // namespace

std::vector<store::ReferenceRecord> ensureReferenceModels(store::Store& store, std::int64_t splitId,
    const data::Cohort& cohort, const training::RunControl& control)
{
    auto known = store.referenceModels(splitId);
    if (std::any_of(known.begin(), known.end(), [](const auto& record) { return record.isTrees(); }))
        return known;
    const auto stopped = [&] { return control.stopRequested(); };
    // A store of an older version has the regressions and no trees.
    auto records = known.empty() ? regressions(cohort, stopped) : store.referenceModels(splitId, true);
    if (records.empty())
        return {};
    auto trees = boostedTrees(cohort, stopped);
    std::move(trees.begin(), trees.end(), std::back_inserter(records));
    store.saveReferenceModels(splitId, records);
    return store.referenceModels(splitId);
}

} // namespace btw::jobs
