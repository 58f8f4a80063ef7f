// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/modelrun.h"

#include "engine/error.h"
#include "engine/spec/encoderfiles.h"
#include "engine/training/device.h"
#include "engine/training/epochsums.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>

namespace btw::training {

namespace {

// Rows that are evaluated at once, and the numbers in memory for which there may be more than the least.
constexpr std::size_t kLeastEvaluated = 256, kMostEvaluated = 1024;
constexpr std::size_t kEvaluatedNumbers = std::size_t { 1 } << 23;
constexpr std::chrono::milliseconds kProgressInterval { 100 };

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

// SplitMix64 (Steele et al. 2014): decorrelates neighbouring seeds and epochs.
std::uint64_t mixedSeed(std::uint64_t seed, std::uint64_t epoch)
{
    auto z = seed * 0x9E3779B97F4A7C15ULL + epoch + 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

std::vector<std::int64_t> slice(const std::vector<std::int64_t>& rows, std::size_t first, std::size_t count)
{
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
    return { begin, begin + static_cast<std::ptrdiff_t>(std::min(count, rows.size() - first)) };
}

} // namespace

std::unique_ptr<model::FusionModel> createModel(const model::FusionRegistry& models, const RunPlan& plan,
    const model::ModelShape& shape, const at::Device& device, model::Parameters& parameters)
{
    auto spec = plan.spec;
    // A unimodal model trains on rows that have its modality: a stand-in for a missing one would learn
    // nothing.
    if (plan.step == Step::Unimodal)
        spec.missing = MissingPolicy::Zero;
    auto model = models.create(shape, spec, parameters);
    parameters.finish(device);
    return model;
}

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

ModelRun::ModelRun(const Batches& batches, const RunPlan& plan, const model::FusionRegistry& models,
    at::ScalarType products, Ranks* ranks)
    : m_batches(batches)
    , m_plan(plan)
    , m_modalities(usedModalities(batches.cohort(), plan))
    , m_share(ranks)
    , m_products(products)
    , m_generator(at::detail::createCPUGenerator(mixedSeed(plan.seed, 0)))
    , m_deviceGenerator(batches.device().is_cpu()
              ? m_generator
              : at::globalContext().defaultGenerator(batches.device()).clone())
    , m_parameters(m_generator)
    , m_model(createModel(models, plan, batches.shape(m_modalities), batches.device(), m_parameters))
    , m_optimiser(m_parameters.values(), m_parameters.gradients(),
          { plan.spec.weightDecay, plan.spec.gradientClip, m_parameters.rateGroups() })
{
    refuseCountsOnRanks();
    if (const auto numbers = m_model->remembers(); numbers > 0)
        m_history = at::zeros({ static_cast<std::int64_t>(batches.cohort().size()), numbers },
            at::TensorOptions(batches.device()).dtype(at::kFloat));
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
            m_classWeight.push_back(static_cast<double>(weights.data_ptr<float>()[c]));
        }
        m_classWeights = weights.to(batches.device());
    }
}

// Each rank would count its own rows, of which there may be one alone, and evaluate with its own counts.
void ModelRun::refuseCountsOnRanks() const
{
    const auto& groups = m_parameters.rateGroups();
    const bool counts = std::any_of(groups.begin(), groups.end(), [](const auto& group) {
        return group.factor == 0.0; // of a file's buffers alone
    });
    if (m_share.alone() || !counts)
        return;
    std::string paths;
    for (const auto& file : encoderFiles(m_plan.spec))
        paths += (paths.empty() ? "" : ", ") + file.path;
    throw Error(
        "encoder_files: several processes cannot fine-tune a file with a batch norm, whose running means "
        "each would count for itself ("
        + paths + "). Leave encoder_rate at 0, or train in one process.");
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

model::ModelInput ModelRun::input(const std::vector<std::int64_t>& rows, const at::Tensor& weights) const
{
    auto input = m_batches.input(rows, m_modalities);
    if (weights.defined())
        input.weights = m_batches.weights(weights, rows, m_modalities);
    return input;
}

model::Supervision ModelRun::supervision(
    const std::vector<std::int64_t>& rows, std::int64_t epoch, const at::Tensor& history) const
{
    model::Supervision known { m_batches.target(rows), {}, epoch, {} };
    known.counts = m_classWeights.defined() ? m_classWeights.index_select(0, known.target)
                                            : at::ones({ static_cast<std::int64_t>(rows.size()) },
                                                at::TensorOptions(m_batches.device()).dtype(at::kFloat));
    if (history.defined())
        known.history = history.index_select(0, at::tensor(rows, at::kLong).to(m_batches.device()));
    return known;
}

bool ModelRun::restoreHistory(const at::Tensor& history)
{
    if (history.defined() != m_history.defined()
        || (history.defined() && history.sizes() != m_history.sizes()))
        return false;
    if (history.defined())
        m_history.copy_(history);
    return true;
}

model::ModelOutput ModelRun::forward(const model::ModelInput& input, const model::Pass& pass) const
{
    if (m_products == at::kFloat)
        return m_model->forward(input, pass);
    const model::Autocast shorter(m_batches.device().type(), m_products);
    auto output = m_model->forward(input, pass);
    if (output.output.defined()) // there is none in the first stage of an epoch
        output.output = output.output.to(at::kFloat);
    return output;
}

at::Tensor ModelRun::loss(const at::Tensor& output, const at::Tensor& target, double amount) const
{
    const auto sum = m_batches.cohort().task == Task::Classification
        ? at::cross_entropy_loss(output, target, m_classWeights, at::Reduction::Sum)
        : at::l1_loss(output, target, at::Reduction::Sum);
    return sum / amount;
}

namespace {

void waitWhilePaused(RunControl& control, RunObserver& observer)
{
    if (!control.paused())
        return;
    observer.onPause(true);
    control.waitWhilePaused();
    observer.onPause(false);
}

} // namespace

double ModelRun::lossAmount(const std::vector<std::int64_t>& rows) const
{
    if (m_classWeight.empty())
        return static_cast<double>(rows.size());
    double amount = 0;
    for (const auto row : rows)
        amount
            += m_classWeight[static_cast<std::size_t>(m_batches.cohort().y[static_cast<std::size_t>(row)])];
    return amount;
}

bool ModelRun::fitFirstStage(const std::vector<std::int64_t>& batch, std::int64_t epoch, double learningRate,
    const at::Tensor& table, const model::Pass& pass, const RunControl& control, EpochSums& sums)
{
    if (m_share.alone() && control.stopRequested())
        return false;
    const auto part = m_share.of(batch);
    m_parameters.zeroGradients();
    auto given = input(part.rows, table);
    given.supervision = supervision(part.rows, epoch, {});
    given.supervision.first = true;
    const auto output = forward(given, pass);
    std::vector<const model::ExtraLoss*> losses;
    std::vector<at::Tensor> summed;
    for (const auto& extra : output.extra)
        if (extra.first) {
            losses.push_back(&extra);
            summed.push_back(extra.sums * part.counted);
        }
    auto objective = at::zeros({}, at::TensorOptions(m_batches.device()));
    const auto totals = m_share.totals(control.stopRequested(), objective, std::move(summed));
    if (!m_share.alone() && totals.stop)
        return false;
    for (std::size_t i = 0; i < losses.size(); ++i)
        objective = objective + losses[i]->value(totals.sums[i]) * losses[i]->weight;
    const double scale = lossScale(m_products);
    sums.add(objective.detach(), {}, batch.size());
    if (scale != 1.0)
        objective = objective * scale;
    objective.backward();
    m_share.sum(m_parameters.gradients());
    if (m_batches.device().is_cpu())
        sums.addNorm(m_optimiser.step(learningRate));
    else
        sums.addNorm(m_optimiser.stepOnDevice(learningRate, scale));
    return true;
}

std::optional<ModelRun::EpochLoss> ModelRun::trainEpoch(std::int64_t epoch, double learningRate,
    const std::vector<float>& weights, RunControl& control, RunObserver& observer)
{
    // Seeded anew each epoch: baseline and weighted model get the same batches whatever else they drew, and a
    // resumed run goes on as an undisturbed one.
    m_generator.set_current_seed(mixedSeed(m_plan.seed, static_cast<std::uint64_t>(epoch)));
    const bool onCpu = m_batches.device().is_cpu();
    if (!onCpu)
        m_deviceGenerator.set_current_seed(mixedSeed(m_plan.seed, static_cast<std::uint64_t>(epoch)));
    const auto permutation = at::randperm(
        static_cast<std::int64_t>(m_trainRows.size()), m_generator, at::TensorOptions(at::kLong));
    const auto* shuffled = permutation.data_ptr<std::int64_t>();
    std::vector<std::int64_t> rows(m_trainRows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = m_trainRows[static_cast<std::size_t>(shuffled[i])];
    // The same batches on every rank, each rank's own noise: rank 0's is that of one process.
    if (m_share.rank() != 0)
        m_deviceGenerator.set_current_seed(
            mixedSeed(mixedSeed(m_plan.seed, static_cast<std::uint64_t>(epoch)),
                static_cast<std::uint64_t>(m_share.rank())));
    // Processors of different kinds round differently: an epoch may not carry that on.
    m_share.share(m_parameters.values());

    const auto size = static_cast<std::size_t>(m_plan.spec.batch);
    // The last partial batch is used, unless it is a single row.
    const auto batches = rows.size() / size + (rows.size() % size > 1 ? 1 : 0);
    const model::Pass pass { true, m_deviceGenerator, m_products };
    const auto table = weights.empty() ? at::Tensor() : m_batches.weightTable(weights);
    const double scale = lossScale(m_products);
    auto reported = std::chrono::steady_clock::now();
    EpochSums sums(epoch, m_batches.device());
    at::Tensor history, remembered; // of the epochs before, of this one
    if (m_history.defined()) {
        history = m_history / m_history.amax(0, true).clamp_min(1e-12);
        remembered = at::zeros_like(m_history);
    }
    std::vector<std::string> extraNames;
    std::vector<at::Tensor> last; // the other losses' sums of the batch before
    const auto& groups = m_parameters.rateGroups();
    const bool isInStages
        = std::any_of(groups.begin(), groups.end(), [](const auto& group) { return group.first; });
    std::size_t before = 0; // batches of the stage before
    const auto report = [&](std::size_t b, EpochSums& of) {
        const auto now = std::chrono::steady_clock::now();
        const auto all = isInStages ? 2 * batches : batches;
        if (now - reported < kProgressInterval && before + b + 1 != all)
            return;
        reported = now;
        observer.onBatch({ epoch, static_cast<std::int64_t>(before + b + 1), static_cast<std::int64_t>(all),
            m_plan.spec.epochs, of.lastLoss() });
    };
    if (isInStages) {
        m_optimiser.beginFirstStage();
        EpochSums fitted(epoch, m_batches.device()); // says what is not finite
        for (std::size_t b = 0; b < batches; ++b) {
            waitWhilePaused(control, observer);
            if (!fitFirstStage(
                    slice(rows, b * size, size), epoch, learningRate, table, pass, control, fitted))
                return std::nullopt;
            report(b, fitted);
        }
        (void)fitted.loss();
        m_optimiser.beginMainStage();
        before = batches;
    }
    for (std::size_t b = 0; b < batches; ++b) {
        waitWhilePaused(control, observer);
        if (m_share.alone() && control.stopRequested())
            return std::nullopt;
        const auto batch = slice(rows, b * size, size);
        const auto part = m_share.of(batch);
        m_parameters.zeroGradients();
        auto given = input(part.rows, table);
        given.supervision = supervision(part.rows, epoch, history);
        const auto output = forward(given, pass);
        if (remembered.defined())
            remembered.index_add_(0, at::tensor(part.rows, at::kLong).to(m_batches.device()),
                output.remembered.detach().to(at::kFloat) * part.counted);
        auto objective = loss(output.output, given.supervision.target, lossAmount(batch));
        std::vector<at::Tensor> summed;
        for (const auto& extra : output.extra)
            summed.push_back(extra.sums);
        if (part.counted != 1) {
            objective = objective * part.counted;
            for (auto& sum : summed)
                sum = sum * part.counted;
        }
        const auto totals = m_share.totals(control.stopRequested(), objective, std::move(summed));
        if (!m_share.alone() && totals.stop)
            return std::nullopt;
        std::vector<at::Tensor> extra;
        for (std::size_t i = 0; i < output.extra.size(); ++i) {
            const bool isJoined = output.extra[i].withPrevious && !last.empty();
            extra.push_back(output.extra[i].value(isJoined ? totals.sums[i] + last[i] : totals.sums[i]));
        }
        last.clear();
        for (const auto& sum : totals.sums)
            last.push_back(sum.detach());
        sums.add(totals.loss, extra, batch.size());
        for (std::size_t i = 0; i < extra.size(); ++i)
            objective = objective + extra[i] * output.extra[i].weight;
        if (b == 0) {
            extraNames.clear();
            for (const auto& one : output.extra)
                extraNames.push_back(one.name);
        }
        if (scale != 1.0)
            objective = objective * scale;
        objective.backward();
        m_share.sum(m_parameters.gradients());
        if (!m_share.alone() && onCpu) {
            sums.addNorm(m_optimiser.step(learningRate)); // backward knew the squares of its part only
        } else if (onCpu) {
            const Adam::Known known { m_parameters.overwrittenFrom(),
                *m_parameters.overwrittenSquares().data_ptr<double>() };
            sums.addNorm(m_optimiser.step(learningRate, known));
        } else {
            sums.addNorm(m_optimiser.stepOnDevice(learningRate, scale));
        }

        report(b, sums);
    }
    if (remembered.defined()) {
        m_share.sum(remembered);
        m_history.add_(remembered);
    }
    EpochLoss losses { sums.loss(), {} };
    const auto means = sums.extra();
    for (std::size_t i = 0; i < means.size(); ++i)
        losses.extra.emplace(extraNames[i], means[i]);
    return losses;
}

namespace {

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
