// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/trainer.h"

#include "engine/analysis/metrics.h"
#include "engine/compat.h"
#include "engine/error.h"
#include "engine/training/assignment.h"
#include "engine/training/checkpoint.h"
#include "engine/training/device.h"
#include "engine/training/modelrun.h"
#include "engine/training/progress.h"
#include "engine/training/runtime.h"
#include "engine/training/runweights.h"
#include "engine/training/settledfigures.h"

#include <ATen/ATen.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <utility>

namespace btw::training {

namespace {

// A model that predicts NaN must neither be judged on the rows that are left nor replace the last good
// checkpoint.
void requireFinite(const ModelRun::Evaluation& evaluation, std::int64_t epoch)
{
    const auto& values = evaluation.predictions.values;
    if (std::isfinite(evaluation.validationLoss)
        && std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
        return;
    throw Error("The predictions after epoch " + std::to_string(epoch)
            + " are not finite; the epochs before it are kept. Try a lower learning_rate, or look for "
              "extreme values in "
              "the data.",
        Error::Kind::Work);
}

/// Rank 0's figures: what is decided by them must be decided alike, and processors of different kinds may
/// round differently.
std::pair<double, double> agreed(Ranks* ranks, double first, double second)
{
    if (ranks == nullptr)
        return { first, second };
    auto both = at::tensor({ first, second }, at::kDouble);
    ranks->share(both);
    return { both.data_ptr<double>()[0], both.data_ptr<double>()[1] };
}

/// Says nothing and keeps nothing: rank 0 does.
class Follower : public RunObserver
{
    void onBatch(const BatchProgress& /*progress*/) override { }
    void onPause(bool /*paused*/) override { }
    void onEpoch(const EpochReport& /*report*/,
        const std::function<void(const std::string& path)>& /*writeCheckpoint*/) override
    {
    }
};

/// The checkpoint that rank 0 sent, as the file that a training goes on from, while it lives.
class CheckpointFile
{
public:
    explicit CheckpointFile(const std::string& bytes)
    {
        if (bytes.empty())
            return;
        m_path = (std::filesystem::temp_directory_path() / ("btw-rank-" + std::to_string(::getpid()) + ".pt"))
                     .string();
        std::ofstream file(*m_path, std::ios::binary);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        file.close();
        if (!file)
            throw Error(*m_path + ": the checkpoint of rank 0 could not be written; free some space.",
                Error::Kind::Work);
    }
    ~CheckpointFile()
    {
        if (m_path)
            ::unlink(m_path->c_str());
    }
    CheckpointFile(const CheckpointFile&) = delete;
    CheckpointFile& operator=(const CheckpointFile&) = delete;

    const std::optional<std::string>& path() const { return m_path; }

private:
    std::optional<std::string> m_path;
};

} // namespace

struct Trainer::Prepared
{
    DevicePlan plan;
    Batches batches;

    Prepared(const data::Cohort& cohort, const DevicePlan& devicePlan)
        : plan(devicePlan)
        , batches(cohort, devicePlan.device)
    {
    }
};

Trainer::Trainer(const data::Cohort& cohort, const std::string& device, std::shared_ptr<Ranks> ranks,
    std::shared_ptr<const model::FusionRegistry> models)
    : m_ranks(std::move(ranks))
    , m_models(
          models ? std::move(models) : std::make_shared<const model::FusionRegistry>(model::builtinModels()))
{
    m_prepared = withDeviceErrors([&] { return std::make_unique<Prepared>(cohort, devicePlan(device)); });
    compat::preferDeterministic();
}

Trainer::~Trainer() = default;

RunResult Trainer::train(const RunPlan& plan, RunControl& control, RunObserver& observer,
    const std::optional<std::string>& resumeFrom)
{
    const auto work = [&] {
        return withDeviceErrors([&] { return trainPrepared(plan, control, observer, resumeFrom); });
    };
    if (!m_ranks)
        return work();
    try {
        if (m_ranks->rank() == 0)
            assign(*m_ranks, plan, resumeFrom);
        auto result = work();
        if (result.outcome == Outcome::Stopped)
            m_ranks->leave();
        return result;
    } catch (...) {
        // What failed here may not have failed elsewhere: the ranks are out of step.
        m_ranks->abandon();
        throw;
    }
}

Outcome Trainer::follow(const ExperimentSpec& spec, RunControl& control)
{
    Follower follower;
    bool stopped = false;
    while (const auto assignment = receiveAssignment(*m_ranks, m_prepared->batches.cohort(), spec, stopped)) {
        const CheckpointFile file(assignment->checkpoint);
        const auto result = train(assignment->plan, control, follower, file.path());
        if (result.outcome == Outcome::Stopped)
            return Outcome::Stopped;
    }
    m_ranks->leave();
    return stopped ? Outcome::Stopped : Outcome::Finished;
}

RunResult Trainer::trainPrepared(const RunPlan& plan, RunControl& control, RunObserver& observer,
    const std::optional<std::string>& resumeFrom)
{
    flushDenormals();
    const auto& cohort = m_prepared->batches.cohort();
    const auto& device = m_prepared->plan;
    ModelRun run(m_prepared->batches, plan, *m_models, device.products, m_ranks.get());
    std::optional<RunWeights> weighting;
    const auto used = usedModalities(cohort, plan);
    if (plan.step == Step::Weighted) {
        weighting.emplace(
            cohort, plan, device.device.is_cuda() ? weighting::Where::Device : weighting::Where::Processor);
        for (const auto& sentence : weighting->warnings())
            observer.onWarning(sentence);
    }
    const auto metric = analysis::smoothingMetric(cohort.task);
    Progress progress(plan.spec, plan.spec.select == Select::Loss || analysis::lowerIsBetter(metric));
    RunResult best;
    at::Tensor bestValues; // undefined: not kept

    if (resumeFrom) {
        const auto checkpoint = readCheckpoint(*resumeFrom);
        if (!checkpoint.identity.empty() && !plan.identity.empty() && checkpoint.identity != plan.identity)
            throw Error(*resumeFrom
                + ": this checkpoint belongs to another run; bring back the run's own, or remove the run and "
                  "train it "
                  "again.");
        if (checkpoint.values.numel() != run.parameters().count() || !run.restoreHistory(checkpoint.history))
            throw Error(*resumeFrom + ": this checkpoint belongs to another model; train the run again.");
        run.parameters().values().copy_(checkpoint.values);
        run.optimiser().restore(checkpoint.steps, checkpoint.firstMoment, checkpoint.secondMoment);
        run.generator().set_state(checkpoint.generator);
        progress.restore(checkpoint.progress);
        if (weighting)
            weighting->restore(checkpoint.smoother);
        best = checkpoint.best;
        bestValues = checkpoint.bestValues;
        if (!bestValues.defined() && best.bestEpoch > 0)
            observer.onWarning(
                "An older version of the program trained the best epoch so far and did not keep its "
                "model: unless a later epoch is better, this run cannot predict new people.");
    }

    static const std::vector<float> kUnweighted;
    const auto stopped = [&] {
        best.outcome = Outcome::Stopped;
        return best;
    };
    while (!progress.finished()) {
        const auto start = std::chrono::steady_clock::now();
        EpochReport report;
        report.epoch = progress.state().epoch + 1;
        report.learningRate = progress.learningRate();
        if (weighting) {
            report.weights = weighting->inForce(used, cohort.modalityCount());
            report.alpha = weighting->alphaUsed();
        }
        const auto& inForce = weighting ? report.weights : kUnweighted;

        const auto losses = run.trainEpoch(report.epoch, report.learningRate, inForce, control, observer);
        if (!losses)
            return stopped();
        auto evaluation = run.evaluate(inForce, control);
        if (!evaluation)
            return stopped();
        requireFinite(*evaluation, report.epoch);
        report.trainLoss = losses->loss;
        report.extraLosses = losses->extra;
        report.validationLoss = evaluation->validationLoss;
        report.predictions = std::move(evaluation->predictions);
        report.diagnostics = std::move(evaluation->diagnostics);
        report.validation = run.metrics(report.predictions, Split::Validation);
        const auto [figure, smoothed] = agreed(m_ranks.get(),
            plan.spec.select == Select::Loss ? report.validationLoss : report.validation.at(metric),
            report.validation.at(metric));
        report.best = progress.observe(figure);
        best.epochs = report.epoch;
        if (report.best) {
            best.bestEpoch = report.epoch;
            best.validation = report.validation;
            best.validation["loss"] = report.validationLoss;
            best.predictions = report.predictions;
            best.weights = report.weights;
            bestValues = run.parameters().values().cpu().clone();
        }
        if (weighting && !progress.finished())
            weighting->endEpoch(smoothed, report.predictions);
        report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

        observer.onEpoch(report, [&](const std::string& path) {
            Checkpoint checkpoint;
            checkpoint.identity = plan.identity;
            checkpoint.values = run.parameters().values().cpu(); // readable on any machine
            checkpoint.firstMoment = run.optimiser().firstMoment().cpu();
            checkpoint.secondMoment = run.optimiser().secondMoment().cpu();
            checkpoint.generator = run.generator().get_state();
            if (run.history().defined())
                checkpoint.history = run.history().cpu();
            checkpoint.steps = run.optimiser().steps();
            checkpoint.progress = progress.state();
            if (weighting)
                checkpoint.smoother = weighting->state();
            checkpoint.best = best;
            checkpoint.bestValues = bestValues;
            writeCheckpoint(checkpoint, path);
        });
    }
    best.test = run.metrics(best.predictions, Split::Test);
    if (bestValues.defined()) {
        const auto* value = bestValues.data_ptr<float>();
        best.model.set("values", std::vector<float>(value, value + bestValues.numel()));
        best.model.add("scaler", m_prepared->batches.scaler().state());
        run.parameters().values().copy_(bestValues);
        auto parts = run.ofParts(best.weights, control);
        best.details.chosen = std::move(parts.shares);
        best.ofRows = std::move(parts.ofRows);
        if (weighting) {
            const auto base = weighting->base(best, used);
            best.model.add("weights", base.state());
            if (!m_ranks || m_ranks->rank() == 0)
                best.details.settled
                    = settledFigures(cohort, run, base, plan, used, weighting->crossFit(), control, observer);
        }
    }
    return best;
}

} // namespace btw::training
