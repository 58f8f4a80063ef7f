// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/digestbuilder.h"

#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "engine/systems/system.h"
#include "workspace/store/store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::jobs {

QString labelColumn(const store::Store& store, std::int64_t splitId)
{
    std::optional<data::CohortShape> shape;
    try {
        shape = store.shape(splitId);
    } catch (const Error&) {
        return {}; // damaged: whoever predicts with it says so; a name alone is no reason to refuse a figure
    }
    if (!shape || shape->reading.empty())
        return {};
    return QJsonDocument::fromJson(QByteArray::fromStdString(shape->reading))
        .object()
        .value(QStringLiteral("manifest"))
        .toObject()
        .value(QStringLiteral("labels"))
        .toObject()
        .value(QStringLiteral("label"))
        .toString();
}

namespace {

// Linear interpolation between order statistics, numpy's default. `sorted` is not empty.
double percentile(const std::vector<float>& sorted, double share)
{
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(position));
    const auto above = std::min(below + 1, sorted.size() - 1);
    const double low = sorted[below];
    return low + (position - static_cast<double>(below)) * (static_cast<double>(sorted[above]) - low);
}

/// NaN where the epoch has it not: an older version did not compute it.
double validationOf(const store::EpochRecord& epoch, const std::string& metric)
{
    const auto found = epoch.report.validation.find(metric);
    return found == epoch.report.validation.end() ? std::nan("") : found->second;
}

std::int64_t baselineOf(const store::Store& store, std::int64_t runId)
{
    for (const auto& input : store.inputs(runId)) {
        if (input.role == store::RunInput::Role::Baseline)
            return input.runId;
    }
    return 0;
}

} // namespace

std::vector<std::size_t> rowsOf(const store::CohortRecord& cohort, Split split)
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.splits[i] == split)
            rows.push_back(i);
    }
    return rows;
}

std::vector<store::WeightSummary> summariseWeights(
    const store::CohortRecord& cohort, const std::vector<float>& weights)
{
    std::vector<store::WeightSummary> summaries;
    if (weights.empty())
        return summaries;
    const auto count = cohort.modalities.size();
    for (std::size_t m = 0; m < count; ++m) {
        std::vector<float> values;
        double sum = 0;
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.splits[i] != Split::Train || cohort.present[i * count + m] == 0)
                continue;
            values.push_back(weights[i * count + m]);
            sum += static_cast<double>(values.back());
        }
        store::WeightSummary summary;
        if (!values.empty()) {
            std::sort(values.begin(), values.end());
            summary.mean = sum / static_cast<double>(values.size());
            summary.low = percentile(values, 0.1);
            summary.high = percentile(values, 0.9);
        }
        summaries.push_back(summary);
    }
    return summaries;
}

namespace {

/// Of a modality that the model does not have: not the 0 of one that counts for nothing.
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr store::WeightSummary kNoWeight { kNone, kNone, kNone };

} // namespace

DigestBuilder::DigestBuilder(const store::Store& store, const store::RunRecord& run,
    const systems::SystemRegistry& systems, std::int64_t baselineId, const std::string& metric)
    : m_cohort(store.cohort(run.splitId))
{
    m_digest.cohortName = m_cohort.name;
    m_digest.task = m_cohort.task;
    m_digest.classes = m_cohort.classes;
    m_digest.modalities = m_cohort.modalities;
    m_digest.label = labelColumn(store, run.splitId);
    m_digest.metric = metric.empty() ? analysis::smoothingMetric(m_cohort.task) : metric;
    m_digest.epochsAtMost = run.spec.epochs;
    const auto* system = systems.find(run.spec.model);
    m_digest.fittedAtOnce = system != nullptr && !system->info().byGradient;
    m_routed = run.step == training::Step::Unimodal ? 1
        : run.spec.modalities.empty()               ? m_cohort.modalities.size()
                                                    : run.spec.modalities.size();
    m_experts = static_cast<std::size_t>(run.spec.experts);
    for (const auto& name : m_cohort.modalities)
        m_isUsed.push_back(run.spec.modalities.empty()
            || std::find(run.spec.modalities.begin(), run.spec.modalities.end(), name)
                != run.spec.modalities.end());
    if (run.step == training::Step::Weighted)
        m_digest.weights.resize(m_cohort.modalities.size());
    else if (baselineId == 0)
        return;
    m_digest.baselineId = baselineId != 0 ? baselineId : baselineOf(store, run.id);
    const auto baseline = store.run(m_digest.baselineId);
    if (!baseline || baseline->status != store::RunStatus::Finished)
        return;
    m_baseline = store.bestPredictions(baseline->id);
    for (const auto& epoch : store.epochs(baseline->id))
        m_digest.baselineMetric.push_back(validationOf(epoch, m_digest.metric));
}

void DigestBuilder::add(const store::EpochRecord& epoch)
{
    m_digest.validationMetric.push_back(validationOf(epoch, m_digest.metric));
    for (std::size_t m = 0; m < epoch.weights.size(); ++m)
        m_digest.weights[m].push_back(m_isUsed[m] ? epoch.weights[m] : kNoWeight);
    setRouting(epoch.report.diagnostics);
}

void DigestBuilder::setRouting(const std::map<std::string, std::vector<float>>& diagnostics)
{
    m_digest.routing.clear();
    const auto found = diagnostics.find("routing");
    const auto layer = m_routed * m_experts;
    if (found == diagnostics.end() || layer == 0 || found->second.size() % layer != 0)
        return;
    const auto& routing = found->second;
    const auto layers = routing.size() / layer;
    m_digest.routing.assign(m_routed, std::vector<double>(m_experts, 0.0));
    for (std::size_t i = 0; i < routing.size(); ++i)
        m_digest.routing[i % layer / m_experts][i % m_experts]
            += static_cast<double>(routing[i]) / static_cast<double>(layers);
}

RunDigest DigestBuilder::live(
    const store::RunRecord& run, const Predictions& predictions, std::int64_t epoch) const
{
    return withErrors(run, predictions, epoch, Split::Validation);
}

RunDigest DigestBuilder::finished(const store::RunRecord& run, const Predictions& best) const
{
    return withErrors(run, best, run.bestEpoch, Split::Test);
}

RunDigest DigestBuilder::withErrors(
    const store::RunRecord& run, const Predictions& predictions, std::int64_t epoch, Split split) const
{
    RunDigest digest = m_digest;
    digest.run = run;
    digest.errorSplit = split;
    digest.errorEpoch = epoch;
    if (predictions.values.empty())
        return digest;
    const auto rows = rowsOf(m_cohort, split);
    if (!m_baseline.values.empty()) {
        digest.errors = analysis::analyseErrors(m_cohort.task, m_cohort.classes.size(), m_cohort.y,
            m_baseline, predictions, rows, analysis::isSentimentRange(m_cohort.labelRange));
        digest.errorIds.reserve(digest.errors->rows.size());
        for (const auto row : digest.errors->rows)
            digest.errorIds.push_back(m_cohort.ids[row]);
    }
    if (m_cohort.task == Task::Classification && run.step != training::Step::Unimodal) {
        analysis::EvaluationSet set;
        set.task = m_cohort.task;
        set.classCount = m_cohort.classes.size();
        for (const auto row : rows) {
            set.rows.push_back(row);
            set.y.push_back(m_cohort.y[row]);
        }
        const auto counts = analysis::confusionMatrix(set, predictions);
        const auto judged = analysis::commonRows(set, { &predictions });
        const auto labels = analysis::classLabels(judged);
        const auto predicted = analysis::predictedClasses(predictions, judged.rows);
        digest.confusionIds.resize(counts.size());
        for (std::size_t i = 0; i < labels.size(); ++i)
            digest
                .confusionIds[static_cast<std::size_t>(labels[i]) * set.classCount
                    + static_cast<std::size_t>(predicted[i])]
                .push_back(m_cohort.ids[judged.rows[i]]);
        for (std::size_t c = 0; c < set.classCount; ++c) {
            const auto begin = counts.begin() + static_cast<std::ptrdiff_t>(c * set.classCount);
            digest.confusion.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(set.classCount));
        }
    }
    return digest;
}

RunDigest loadDigest(const store::Store& store, std::int64_t runId, std::int64_t baselineId,
    const std::string& metric, const systems::SystemRegistry& systems)
{
    const auto run = store.run(runId);
    if (!run)
        throw Error("There is no run " + std::to_string(runId) + " in this store.");
    DigestBuilder builder(store, *run, systems, baselineId, metric);
    const auto epochs = store.epochs(runId);
    for (const auto& epoch : epochs)
        builder.add(epoch);
    const bool isFinished = run->status == store::RunStatus::Finished;
    const auto shown = isFinished ? run->bestEpoch : epochs.empty() ? 0 : epochs.back().report.epoch;
    const auto epoch = store.epoch(runId, shown);
    if (epoch)
        builder.setRouting(epoch->report.diagnostics);
    if (store::testIsOpen(*run)) {
        RunDigest digest = builder.finished(*run, store.bestPredictions(runId));
        digest.looks = store.looksAt({ run->splitId }).count;
        return digest;
    }
    if (isFinished)
        return builder.live(*run, store.bestPredictions(runId), shown);
    const bool hasErrors = epoch && run->step != training::Step::Unimodal;
    return builder.live(*run, hasErrors ? epoch->report.predictions : Predictions {}, shown);
}

} // namespace btw::jobs
