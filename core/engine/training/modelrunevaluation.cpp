// SPDX-License-Identifier: GPL-3.0-or-later
// What a model predicts and says of rows, and how well: the part of ModelRun that changes nothing.
#include "engine/training/modelrun.h"
#include "engine/training/rowslice.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace btw::training {

namespace {

// Rows that are evaluated at once, and the numbers in memory for which there may be more than the least.
constexpr std::size_t kLeastEvaluated = 256, kMostEvaluated = 1024;
constexpr std::size_t kEvaluatedNumbers = std::size_t { 1 } << 23;

/// Each batch walks over all weights, so large ones save memory traffic; but sequences take memory: their
/// steps, and what an LSTM makes of them.
std::size_t evaluationBatch(const data::Cohort& cohort, std::int64_t width)
{
    std::size_t numbers = 0;
    for (const auto& modality : cohort.modalities) {
        const auto steps = modality.values.size() / static_cast<std::size_t>(modality.dims);
        const auto across = modality.isRagged() ? std::max(modality.dims, 4 * width) : modality.dims;
        numbers += steps * static_cast<std::size_t>(across);
    }
    const auto perRow = std::max<std::size_t>(1, numbers / cohort.size());
    return std::clamp(kEvaluatedNumbers / perRow, kLeastEvaluated, kMostEvaluated);
}

/// What batches of rows have, `[B, K]` each, where these rows stand, `[N, K]`; zeros for rows of no batch.
std::vector<float> inPlace(const std::vector<at::Tensor>& batches, const std::vector<std::int64_t>& rows,
    std::size_t all, std::int64_t width)
{
    std::vector<float> values(all * static_cast<std::size_t>(width), 0.0F);
    if (batches.empty())
        return values;
    const auto there = at::cat(batches).to(at::kCPU, at::kFloat).contiguous();
    const auto* from = there.data_ptr<float>();
    for (const auto row : rows) {
        std::copy_n(from, width, values.begin() + row * width);
        from += width;
    }
    return values;
}

void sumOver(const RankShare& ranks, std::vector<float>& values)
{
    auto all = at::tensor(values);
    ranks.sum(all);
    std::copy_n(all.data_ptr<float>(), values.size(), values.begin());
}

} // namespace

void writeOutputs(const at::Tensor& output, const std::vector<std::int64_t>& rows, const Batches& batches,
    Predictions& predictions)
{
    const bool classes = batches.cohort().task == Task::Classification;
    const auto values = (classes ? at::softmax(output, 1) : output).to(at::kCPU).contiguous();
    const auto* value = values.data_ptr<float>();
    for (const auto i : rows) {
        auto* row = predictions.row(static_cast<std::size_t>(i));
        for (std::size_t c = 0; c < predictions.width; ++c, ++value)
            row[c] = classes
                ? *value
                : static_cast<float>(batches.scaler().originalLabel(static_cast<double>(*value)));
    }
}

void predictRows(const model::FusionModel& model, const Batches& batches,
    const std::vector<std::size_t>& used, const std::vector<float>& weights,
    const std::vector<std::size_t>& rows, Predictions& into)
{
    const c10::InferenceMode inference;
    const auto table = weights.empty() ? at::Tensor() : batches.weightTable(weights);
    std::vector<std::int64_t> some;
    for (std::size_t first = 0; first < rows.size(); first += kLeastEvaluated) {
        const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
        some.assign(
            begin, begin + static_cast<std::ptrdiff_t>(std::min(kLeastEvaluated, rows.size() - first)));
        auto input = batches.input(some, used);
        if (table.defined())
            input.weights = batches.weights(table, some, used);
        writeOutputs(model.forward(input, {}).output.to(at::kFloat), some, batches, into);
    }
}

std::optional<ModelRun::Evaluation> ModelRun::evaluate(
    const std::vector<float>& weights, RunControl& control) const
{
    const c10::InferenceMode inference;
    const auto& cohort = m_batches.cohort();
    Evaluation result;
    result.predictions.width = cohort.predictionWidth();
    result.predictions.values.resize(cohort.size() * result.predictions.width);
    model::Pass pass;
    pass.products = m_products;
    const auto table = weights.empty() ? at::Tensor() : m_batches.weightTable(weights);

    std::vector<std::int64_t> others;
    std::size_t next = 0; // m_validationRows is ascending
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (next < m_validationRows.size() && m_validationRows[next] == static_cast<std::int64_t>(i))
            ++next;
        else
            others.push_back(static_cast<std::int64_t>(i));
    }

    const auto onDevice = at::TensorOptions(m_batches.device());
    auto lossSum = at::zeros({ 1 }, onDevice.dtype(at::kDouble));
    const auto diagnostics = m_model->diagnostics();
    std::vector<at::Tensor> counted;
    counted.reserve(diagnostics.size());
    for (const auto& one : diagnostics)
        counted.push_back(at::zeros(one.sizes, onDevice.dtype(at::kFloat)));
    std::vector<at::Tensor> outputs; // read at the end, at once
    std::vector<std::vector<at::Tensor>> ofRows(diagnostics.size()); // likewise; empty where they are counts
    std::vector<std::int64_t> predicted;
    const auto size = evaluationBatch(cohort, m_plan.spec.width);
    std::size_t piece = 0;
    bool stopped = false;
    for (const std::vector<std::int64_t>* rows :
        std::initializer_list<const std::vector<std::int64_t>*> { &m_validationRows, &others }) {
        for (std::size_t first = 0; first < rows->size(); first += size) {
            stopped = stopped || control.stopRequested();
            if (stopped || !m_share.takes(piece++))
                continue;
            const auto batch = slice(*rows, first, size);
            const auto output = forward(input(batch, table), pass);
            if (rows == &m_validationRows) {
                lossSum.add_(loss(output.output, m_batches.target(batch), 1.0).to(at::kDouble));
                for (std::size_t i = 0; i < counted.size(); ++i)
                    counted[i].add_(diagnostics[i].isOfRows() ? output.diagnostics.at(i).sum(0)
                                                              : output.diagnostics.at(i));
            }
            for (std::size_t i = 0; i < ofRows.size(); ++i)
                if (diagnostics[i].isOfRows())
                    ofRows[i].push_back(output.diagnostics.at(i));
            outputs.push_back(output.output);
            predicted.insert(predicted.end(), batch.begin(), batch.end());
        }
    }
    if (m_share.alone() && stopped)
        return std::nullopt;
    if (!outputs.empty())
        writeOutputs(at::cat(outputs), predicted, m_batches, result.predictions);
    for (std::size_t i = 0; i < diagnostics.size(); ++i)
        if (diagnostics[i].isOfRows())
            result.ofRows.push_back(inPlace(ofRows[i], predicted, cohort.size(), diagnostics[i].sizes[0]));
    if (!m_share.alone()) {
        sumOver(m_share, result.predictions.values);
        for (auto& values : result.ofRows)
            sumOver(m_share, values);
        auto totals = m_share.totals(stopped, lossSum[0], std::move(counted));
        if (totals.stop)
            return std::nullopt;
        lossSum.fill_(totals.loss);
        counted = std::move(totals.sums);
    }
    result.validationLoss = lossSum.item<double>() / lossAmount(m_validationRows);
    for (std::size_t i = 0; i < counted.size(); ++i) {
        const auto shares = (counted[i] / counted[i].sum(-1, true).clamp_min(1.0)).to(at::kCPU).contiguous();
        const auto* share = shares.data_ptr<float>();
        result.diagnostics[diagnostics[i].name].assign(share, share + shares.numel());
    }
    return result;
}

ModelRun::OfParts ModelRun::ofParts(const std::vector<float>& weights, RunControl& control) const
{
    const std::vector<std::int64_t> ofModalities { static_cast<std::int64_t>(m_modalities.size()) };
    std::vector<model::Diagnostic> named;
    for (auto& one : m_model->diagnostics()) {
        if (!one.isOfRows())
            continue;
        if (one.parts.empty() && one.sizes == ofModalities)
            for (const auto m : m_modalities)
                one.parts.push_back(m_batches.cohort().modalities[m].name);
        named.push_back(std::move(one));
    }
    if (m_plan.step == Step::Unimodal || named.empty())
        return {};
    auto evaluation = evaluate(weights, control);
    if (!evaluation)
        return {};
    OfParts result;
    for (std::size_t d = 0; d < named.size(); ++d) {
        auto& one = named[d];
        if (one.parts.empty())
            continue;
        for (std::size_t i = 0; i < one.parts.size(); ++i)
            result.shares.emplace(
                one.name + "_" + one.parts[i], static_cast<double>(evaluation->diagnostics.at(one.name)[i]));
        result.ofRows.push_back({ one.name, std::move(one.parts), std::move(evaluation->ofRows[d]) });
    }
    return result;
}

void ModelRun::predict(
    const std::vector<float>& weights, const std::vector<std::size_t>& rows, Predictions& into) const
{
    std::optional<model::Autocast> precision;
    if (m_products != at::kFloat)
        precision.emplace(m_batches.device().type(), m_products);
    predictRows(*m_model, m_batches, m_modalities, weights, rows, into);
}

MetricSet ModelRun::metrics(const Predictions& predictions, Split split) const
{
    const auto& cohort = m_batches.cohort();
    const auto rows = rowsOf(split);
    const std::vector<std::size_t> indices(rows.begin(), rows.end());
    return analysis::evaluate(
        cohort.task, cohort.classCount(), cohort.y, predictions, indices, cohort.labelRange);
}

} // namespace btw::training
