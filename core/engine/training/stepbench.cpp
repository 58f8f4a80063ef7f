// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/stepbench.h"

#include "engine/data/random.h"
#include "engine/training/device.h"
#include "engine/training/modelrun.h"

#include <utility>

namespace btw::training {

namespace {

constexpr std::int64_t kFeatures = 64;

/// `batch` training rows, so that an epoch is one step, and a few validation rows.
data::Cohort madeUp(std::int64_t modalities, std::int64_t batch)
{
    data::Cohort cohort;
    cohort.task = Task::Regression;
    const auto rows = static_cast<std::size_t>(batch + 4);
    data::Random random(1);
    for (std::size_t i = 0; i < rows; ++i) {
        cohort.ids.push_back(std::to_string(i));
        cohort.y.push_back(random.normal());
        cohort.splits.push_back(i < static_cast<std::size_t>(batch) ? Split::Train : Split::Validation);
    }
    for (std::int64_t m = 0; m < modalities; ++m) {
        data::Modality modality;
        modality.name = std::to_string(m);
        modality.dims = kFeatures;
        modality.present.assign(rows, 1);
        for (std::size_t i = 0; i < rows * static_cast<std::size_t>(kFeatures); ++i)
            modality.values.push_back(static_cast<float>(random.normal()));
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

class Silent : public RunObserver
{
    void onBatch(const BatchProgress& /*progress*/) override { }
    void onPause(bool /*paused*/) override { }
    void onEpoch(const EpochReport& /*report*/,
        const std::function<void(const std::string& path)>& /*writeCheckpoint*/) override
    {
    }
};

} // namespace

struct StepBench::State
{
    data::Cohort cohort;
    RunPlan plan;
    Batches batches;
    ModelRun run;
    RunControl control;
    Silent observer;
    std::int64_t steps = 0;

    State(data::Cohort rows, ExperimentSpec spec, const DevicePlan& where)
        : cohort(std::move(rows))
        , plan { Step::Baseline, 0, std::move(spec), 1, {} }
        , batches(cohort, where.device)
        , run(batches, plan, model::builtinModels(), where.products)
    {
    }
};

StepBench::StepBench(data::Cohort cohort, ExperimentSpec spec, const std::string& device)
    : m_state(std::make_unique<State>(std::move(cohort), std::move(spec), devicePlan(device)))
{
}

StepBench::StepBench(
    std::int64_t modalities, std::int64_t batch, ExperimentSpec spec, const std::string& device)
{
    spec.batch = batch;
    m_state = std::make_unique<State>(madeUp(modalities, batch), std::move(spec), devicePlan(device));
}

StepBench::~StepBench() = default;
StepBench::StepBench(StepBench&&) noexcept = default;
StepBench& StepBench::operator=(StepBench&&) noexcept = default;

void StepBench::step()
{
    m_state->run.trainEpoch(
        ++m_state->steps, m_state->plan.spec.learningRate, {}, m_state->control, m_state->observer);
}

std::int64_t StepBench::parameters() const { return m_state->run.parameters().count(); }

std::int64_t parameterCount(const data::Cohort& cohort, const ExperimentSpec& spec)
{
    const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
    const Batches batches(cohort, at::kCPU);
    return ModelRun(batches, plan, model::builtinModels()).parameters().count();
}

} // namespace btw::training
