// SPDX-License-Identifier: GPL-3.0-or-later
// What models predict for the test rows, how well, and by how much one is better than another.
#include "engine/analysis/delong.h"
#include "engine/error.h"
#include "workspace/experiments/models.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace btw::experiments {

const Models::Fold& Models::foldOf(std::int64_t splitId)
{
    const auto known = m_folds.find(splitId);
    if (known != m_folds.end())
        return known->second;
    const auto& record = m_cohorts.at(splitId);
    Fold fold;
    std::vector<std::size_t> trained;
    for (std::size_t i = 0; i < record.size(); ++i) {
        if (record.splits[i] == Split::Test && (m_people.empty() || m_people.count(record.ids[i]) != 0))
            fold.rows.push_back(i);
        else if (record.splits[i] == Split::Train)
            trained.push_back(i);
    }
    fold.fitted = store::peopleOf(record, trained);
    return m_folds.emplace(splitId, std::move(fold)).first->second;
}

const Predictions& Models::predictions(std::int64_t run)
{
    auto known = m_predictions.find(run);
    if (known == m_predictions.end())
        known = m_predictions.emplace(run, m_store->bestPredictions(run)).first;
    return known->second;
}

std::set<std::size_t> Models::testRows()
{
    std::set<std::size_t> all;
    for (const auto& [cell, cohort] : m_splitOf) {
        const auto& rows = foldOf(cohort).rows;
        all.insert(rows.begin(), rows.end());
    }
    return all;
}

std::vector<std::size_t> Models::rowsOf(const Model& model)
{
    std::set<std::size_t> all;
    for (const auto& [cell, run] : model.runs) {
        const auto& rows = foldOf(m_splitOf.at(cell)).rows;
        all.insert(rows.begin(), rows.end());
    }
    return { all.begin(), all.end() };
}

double Models::constantsError() const
{
    double sum = 0;
    std::size_t count = 0;
    for (const auto& [id, record] : m_cohorts) {
        for (const auto& model : m_store->referenceModels(id)) {
            if (model.name == QLatin1String("constant") && model.test.count("mae") > 0) {
                sum += model.test.at("mae");
                ++count;
            }
        }
    }
    return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

analysis::FoldLabels Models::labels() const
{
    const auto& record = cohort();
    return { record.task, record.classes.size(), analysis::isSentimentRange(record.labelRange),
        &record.groups };
}

std::vector<analysis::FoldPair> Models::sharedCells(const Model& first, const Model& second)
{
    std::vector<analysis::FoldPair> pairs;
    for (const auto& [cell, run] : first.runs) {
        const auto other = second.runs.find(cell);
        if (other == second.runs.end())
            continue;
        const auto split = m_splitOf.at(cell);
        const auto& fold = foldOf(split);
        pairs.push_back({ cell.first, fold.rows, fold.fitted, &m_cohorts.at(split).y, &predictions(run),
            &predictions(other->second) });
    }
    return pairs;
}

std::vector<analysis::FoldPair> Models::pairsOf(
    const std::string& metric, const Model& first, const Model& second)
{
    auto pairs = sharedCells(first, second);
    if (analysis::lowerIsBetter(metric))
        for (auto& pair : pairs)
            std::swap(pair.first, pair.second);
    return pairs;
}

analysis::FoldDifference Models::difference(const std::string& metric, const Model& first,
    const Model& second, const std::vector<std::size_t>& only, const analysis::BootstrapOptions& options)
{
    return analysis::foldDifference(
        metric, labels(), pairsOf(metric, first, second), only, options, &m_replicates);
}

std::optional<double> Models::delongP(const Model& first, const Model& second)
{
    const auto& record = cohort();
    const bool isBinary = record.task == Task::Classification && record.classes.size() == 2;
    if (!isBinary || !record.groups.empty() || m_cohorts.size() != 1)
        return std::nullopt;
    analysis::EvaluationSet set { record.task, record.classes.size(), false, foldOf(record.splitId).rows, {},
        {} };
    for (const auto row : set.rows)
        set.y.push_back(record.y[row]);
    std::vector<analysis::AurocComponents> one, two;
    for (const auto& [cell, run] : first.runs) {
        const auto other = second.runs.find(cell);
        if (other == second.runs.end())
            continue;
        one.push_back(analysis::aurocComponents(analysis::classOutcomes(set, predictions(run), 1)));
        two.push_back(analysis::aurocComponents(analysis::classOutcomes(set, predictions(other->second), 1)));
    }
    if (one.empty())
        return std::nullopt;
    return analysis::delongP(analysis::meanComponents(one), analysis::meanComponents(two));
}

analysis::PairedDifference Models::differenceFromRest(const std::string& metric, const Model& first,
    const Model& second, const std::vector<std::size_t>& group, const analysis::BootstrapOptions& options)
{
    return analysis::differenceFromRest(metric, labels(), pairsOf(metric, first, second), group, options);
}

analysis::FoldDifference Models::figure(
    const std::string& metric, const Model& model, const std::vector<std::size_t>& only)
{
    return analysis::foldDifference(metric, labels(), cellsOf(model), only, {}, &m_replicates);
}

std::map<Model::Cell, double> Models::figures(
    const std::string& metric, const Model& model, const std::vector<std::size_t>& only)
{
    std::map<Model::Cell, double> all;
    for (const auto& [cell, run] : model.runs) {
        const auto& record = m_cohorts.at(m_splitOf.at(cell));
        analysis::EvaluationSet set { record.task, record.classes.size(),
            record.task == Task::Regression && analysis::isSentimentRange(record.labelRange), {}, {}, {} };
        const auto names = analysis::metricNames(set.task, set.sentiment, set.classCount);
        if (std::find(names.begin(), names.end(), metric) == names.end())
            throw Error("--metric: there is no metric '" + metric + "' of this task.");
        const auto& tested = foldOf(record.splitId).rows;
        set.rows = only.empty() ? tested : rowsAmong(tested, only);
        for (const auto row : set.rows)
            set.y.push_back(record.y[row]);
        // The one that is asked for: all of them take ten times as long.
        const auto& made = predictions(run);
        const auto predicted = analysis::commonRows(set, { &made });
        all[cell] = analysis::metricStatistic(metric, predicted, made)(
            analysis::Multiplicity(predicted.rows.size(), 1));
    }
    return all;
}

void Models::drawTogether(const std::string& metric, const Model& baseline)
{
    std::vector<std::vector<analysis::FoldPair>> comparisons;
    for (const auto& model : m_models)
        if (auto pairs = pairsOf(metric, model, baseline); !pairs.empty())
            comparisons.push_back(std::move(pairs));
    analysis::drawTogether(metric, labels(), comparisons, {}, m_replicates);
}

std::vector<analysis::FoldPair> Models::cellsOf(const Model& model)
{
    std::vector<analysis::FoldPair> pairs;
    for (const auto& [cell, run] : model.runs) {
        const auto split = m_splitOf.at(cell);
        const auto& fold = foldOf(split);
        pairs.push_back(
            { cell.first, fold.rows, fold.fitted, &m_cohorts.at(split).y, &predictions(run), nullptr });
    }
    return pairs;
}

double Models::estimate(const std::string& metric, const Model& model, const std::vector<std::size_t>& only)
{
    analysis::BootstrapOptions once;
    once.resamples = 1; // whose interval nobody reads
    return analysis::foldDifference(metric, labels(), cellsOf(model), only, once).estimate;
}

} // namespace btw::experiments
