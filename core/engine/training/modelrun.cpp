// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/modelrun.h"

#include "engine/error.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <numeric>

namespace btw::training {

namespace {

constexpr std::size_t kEvaluationBatch = 256;
constexpr std::chrono::milliseconds kProgressInterval { 100 };

// SplitMix64 (Steele et al. 2014): decorrelates neighbouring seeds and epochs.
std::uint64_t mixedSeed(std::uint64_t seed, std::uint64_t epoch)
{
    auto z = seed * 0x9E3779B97F4A7C15ULL + epoch + 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

void requireFinite(double value, const char* what, std::int64_t epoch, std::size_t batch)
{
    if (std::isfinite(value))
        return;
    throw Error("The " + std::string(what) + " became " + (std::isnan(value) ? "NaN" : "infinite")
            + " in epoch " + std::to_string(epoch) + ", batch " + std::to_string(batch + 1)
            + "; the epochs before it are kept. Try a lower learning_rate, or look for extreme values in the "
              "data.",
        Error::Kind::Work);
}

std::vector<std::int64_t> slice(const std::vector<std::int64_t>& rows, std::size_t first, std::size_t count)
{
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
    return { begin, begin + static_cast<std::ptrdiff_t>(std::min(count, rows.size() - first)) };
}

} // namespace

ModelRun::ModelRun(const Batches& batches, const RunPlan& plan)
    : m_batches(batches)
    , m_plan(plan)
    , m_modalities(plan.step == Step::Unimodal ? std::vector<std::size_t> { plan.modality }
                                               : std::vector<std::size_t>(batches.cohort().modalityCount()))
    , m_generator(at::detail::createCPUGenerator(mixedSeed(plan.seed, 0)))
    , m_parameters(m_generator)
    , m_model([&] {
        if (plan.step != Step::Unimodal)
            std::iota(m_modalities.begin(), m_modalities.end(), std::size_t { 0 });
        auto spec = plan.spec;
        // A unimodal model trains on rows that have its modality: a stand-in for a missing one would learn
        // nothing.
        if (plan.step == Step::Unimodal)
            spec.missing = MissingPolicy::Zero;
        auto model = model::builtinModels().create(batches.shape(m_modalities), spec, m_parameters);
        m_parameters.finish(batches.device());
        return model;
    }())
    , m_optimiser(
          m_parameters.values(), m_parameters.gradients(), { plan.spec.weightDecay, plan.spec.gradientClip })
{
    m_trainRows = rowsOf(Split::Train);
    m_validationRows = rowsOf(Split::Validation);
    const auto& cohort = batches.cohort();
    const auto who = plan.step == Step::Unimodal ? "modality '" + cohort.modalities[plan.modality].name + "'"
                                                 : std::string("the cohort");
    if (m_trainRows.size() < 2)
        throw Error(who + " has fewer than 2 training rows; a model cannot be trained on them.");
    if (m_validationRows.size() < 2)
        throw Error(who + " has fewer than 2 validation rows; give more rows to the validation split.");

    if (plan.spec.classWeights && cohort.task == Task::Classification) {
        std::vector<double> counts(cohort.classCount(), 0.0);
        for (const auto row : m_trainRows)
            counts[static_cast<std::size_t>(cohort.y[static_cast<std::size_t>(row)])] += 1;
        auto weights = at::zeros({ static_cast<std::int64_t>(counts.size()) }, at::kFloat);
        for (std::size_t c = 0; c < counts.size(); ++c) {
            if (counts[c] > 0)
                weights.data_ptr<float>()[c] = static_cast<float>(static_cast<double>(m_trainRows.size())
                    / (static_cast<double>(counts.size()) * counts[c]));
        }
        m_classWeights = weights.to(batches.device());
    }
}

std::vector<std::int64_t> ModelRun::rowsOf(Split split) const
{
    const auto& cohort = m_batches.cohort();
    std::vector<std::int64_t> rows;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        const bool usable
            = m_plan.step != Step::Unimodal || cohort.modalities[m_plan.modality].present[i] != 0;
        if (cohort.splits[i] == split && usable)
            rows.push_back(static_cast<std::int64_t>(i));
    }
    return rows;
}

model::ModelInput ModelRun::input(
    const std::vector<std::int64_t>& rows, const std::vector<float>& weights) const
{
    auto input = m_batches.input(rows, m_modalities);
    if (!weights.empty())
        input.weights = m_batches.weights(weights, rows);
    return input;
}

at::Tensor ModelRun::loss(const at::Tensor& output, const at::Tensor& target) const
{
    return m_batches.cohort().task == Task::Classification
        ? at::cross_entropy_loss(output, target, m_classWeights)
        : at::l1_loss(output, target);
}

std::optional<ModelRun::EpochLoss> ModelRun::trainEpoch(std::int64_t epoch, double learningRate,
    const std::vector<float>& weights, RunControl& control, RunObserver& observer)
{
    // Seeded anew each epoch: baseline and weighted model get the same batches whatever else they drew, and a
    // resumed run goes on as an undisturbed one.
    m_generator.set_current_seed(mixedSeed(m_plan.seed, static_cast<std::uint64_t>(epoch)));
    const auto permutation = at::randperm(
        static_cast<std::int64_t>(m_trainRows.size()), m_generator, at::TensorOptions(at::kLong));
    const auto* shuffled = permutation.data_ptr<std::int64_t>();
    std::vector<std::int64_t> rows(m_trainRows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = m_trainRows[static_cast<std::size_t>(shuffled[i])];

    const auto size = static_cast<std::size_t>(m_plan.spec.batch);
    // The last partial batch is used, unless it is a single row.
    const auto batches = rows.size() / size + (rows.size() % size > 1 ? 1 : 0);
    const model::Pass pass { true, m_generator };
    auto reported = std::chrono::steady_clock::now();
    EpochLoss sum;
    double seen = 0;
    for (std::size_t b = 0; b < batches; ++b) {
        if (control.paused()) {
            observer.onPause(true);
            control.waitWhilePaused();
            observer.onPause(false);
        }
        if (control.stopRequested())
            return std::nullopt;
        const auto batch = slice(rows, b * size, size);
        m_parameters.zeroGradients();
        const auto output = m_model->forward(input(batch, weights), pass);
        auto objective = loss(output.output, m_batches.target(batch));
        const auto value = objective.item<double>();
        requireFinite(value, "loss", epoch, b);
        if (output.balance.defined()) {
            sum.balance += output.balance.item<double>();
            objective = objective + output.balance * m_plan.spec.balance;
        }
        objective.backward();
        const Adam::Known known { m_parameters.overwrittenFrom(),
            *m_parameters.overwrittenSquares().data_ptr<double>() };
        requireFinite(m_optimiser.step(learningRate, known), "gradient", epoch, b);

        sum.loss += value * static_cast<double>(batch.size());
        seen += static_cast<double>(batch.size());
        const auto now = std::chrono::steady_clock::now();
        if (now - reported >= kProgressInterval || b + 1 == batches) {
            reported = now;
            observer.onBatch({ epoch, static_cast<std::int64_t>(b + 1), static_cast<std::int64_t>(batches),
                m_plan.spec.epochs, value });
        }
    }
    sum.loss /= seen;
    sum.balance /= static_cast<double>(batches);
    return sum;
}

std::optional<ModelRun::Evaluation> ModelRun::evaluate(
    const std::vector<float>& weights, RunControl& control) const
{
    const c10::InferenceMode inference;
    const auto& cohort = m_batches.cohort();
    Evaluation result;
    result.predictions.width = cohort.predictionWidth();
    result.predictions.values.resize(cohort.size() * result.predictions.width);
    const model::Pass pass;

    std::vector<std::int64_t> others;
    std::size_t next = 0; // m_validationRows is ascending
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (next < m_validationRows.size() && m_validationRows[next] == static_cast<std::int64_t>(i))
            ++next;
        else
            others.push_back(static_cast<std::int64_t>(i));
    }

    at::Tensor routed;
    double lossSum = 0;
    for (const std::vector<std::int64_t>* rows :
        std::initializer_list<const std::vector<std::int64_t>*> { &m_validationRows, &others }) {
        for (std::size_t first = 0; first < rows->size(); first += kEvaluationBatch) {
            if (control.stopRequested())
                return std::nullopt;
            const auto batch = slice(*rows, first, kEvaluationBatch);
            const auto output = m_model->forward(input(batch, weights), pass);
            if (rows == &m_validationRows) {
                lossSum += loss(output.output, m_batches.target(batch)).item<double>()
                    * static_cast<double>(batch.size());
                routed = routed.defined() ? routed + output.routing : output.routing;
            }
            const bool classes = cohort.task == Task::Classification;
            const auto values
                = (classes ? at::softmax(output.output, 1) : output.output).to(at::kCPU).contiguous();
            const auto* value = values.data_ptr<float>();
            for (std::size_t b = 0; b < batch.size(); ++b) {
                auto* row = result.predictions.row(static_cast<std::size_t>(batch[b]));
                for (std::size_t c = 0; c < result.predictions.width; ++c, ++value)
                    row[c] = classes
                        ? *value
                        : static_cast<float>(m_batches.scaler().originalLabel(static_cast<double>(*value)));
            }
        }
    }
    result.validationLoss = lossSum / static_cast<double>(m_validationRows.size());
    const auto shares = (routed / routed.sum(-1, true).clamp_min(1.0)).contiguous();
    result.routing.assign(shares.data_ptr<float>(), shares.data_ptr<float>() + shares.numel());
    return result;
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
