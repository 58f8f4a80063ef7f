// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/modelrun.h"

#include "engine/error.h"
#include "engine/spec/encoderfiles.h"
#include "engine/training/device.h"
#include "engine/training/rowslice.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>

namespace btw::training {

namespace {

constexpr std::chrono::milliseconds kProgressInterval { 100 };

// SplitMix64 (Steele et al. 2014): decorrelates neighbouring seeds and epochs.
std::uint64_t mixedSeed(std::uint64_t seed, std::uint64_t epoch)
{
    auto z = seed * 0x9E3779B97F4A7C15ULL + epoch + 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
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

} // namespace btw::training
