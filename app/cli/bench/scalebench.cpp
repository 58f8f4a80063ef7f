// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "numbers.h"
#include "timedtraining.h"

#include "engine/training/stepbench.h"

namespace btw::cli {

namespace {

constexpr std::int64_t kLargeBatch = 256;
const std::string kInstances = "n";
const std::string kModalities = "modalities";
const std::string kExperts = "experts";
const std::string kWidth = "width";

std::vector<BenchParameters> points(const BenchParameters& asked)
{
    const training::ExperimentSpec paper;
    BenchParameters base = asked;
    base.n.reset();
    base.experts = paper.experts;
    base.width = paper.width;
    std::vector<BenchParameters> list;
    const auto add = [&](const std::string& against, std::int64_t BenchParameters::*member,
                         std::initializer_list<std::int64_t> values) {
        for (const std::int64_t value : values) {
            list.push_back(base);
            list.back().against = against;
            list.back().*member = value;
        }
    };
    add(kModalities, &BenchParameters::modalities, { 2, 3, 4, 6, 8, 12 });
    add(kExperts, &BenchParameters::experts, { 4, 8, 16, 32, 64, 128, 256 });
    add(kWidth, &BenchParameters::width, { 32, 64, 128, 256, 512 });

    // At most as many instances as asked for.
    for (const std::int64_t n : { 1000, 10'000, 100'000, 1'000'000 }) {
        if (n > asked.n.value_or(n))
            break;
        list.push_back(base);
        list.back().against = kInstances;
        list.back().n = n;
        list.back().batch = kLargeBatch;
    }
    return list;
}

/// A whole epoch of the small model: at the paper's sizes a million instances take hours.
void timeEpoch(BenchResult& result, const BenchParameters& parameters)
{
    const data::Cohort cohort = vectorCohort(*parameters.n, parameters.modalities);
    training::RunPlan plan;
    plan.step = training::Step::Weighted;
    plan.spec = training::presetSpec("small-cohort", cohort.size());
    plan.spec.batch = parameters.batch;
    for (std::int64_t m = 0; m < parameters.modalities; ++m)
        plan.unimodal.push_back(noisy(cohort.y, static_cast<std::uint64_t>(m) + 1));
    training::Trainer trainer(cohort);
    summarise(result, epochTimes(trainer, plan));
    result.n = parameters.n;
    result.figures = { { QStringLiteral("experts"), static_cast<double>(plan.spec.experts) },
        { QStringLiteral("width"), static_cast<double>(plan.spec.width) } };
}

void timeStep(BenchResult& result, const BenchParameters& parameters)
{
    training::ExperimentSpec spec;
    spec.experts = parameters.experts;
    spec.width = parameters.width;
    training::StepBench bench(parameters.modalities, parameters.batch, spec);
    measure(result, [&] { bench.step(); });
    result.params = bench.parameters();
    result.figures = { { QStringLiteral("experts"), static_cast<double>(spec.experts) },
        { QStringLiteral("width"), static_cast<double>(spec.width) } };
}

} // namespace

Bench scaleBench()
{
    const auto run = [](const BenchParameters& parameters) {
        BenchResult result;
        result.against = QString::fromStdString(parameters.against);
        result.modalities = parameters.modalities;
        result.batch = parameters.batch;
        if (parameters.n)
            timeEpoch(result, parameters);
        else
            timeStep(result, parameters);
        return result;
    };
    return { QStringLiteral("scale"),
        QStringLiteral("a step against modalities, experts and width, an epoch against instances"), run,
        points };
}

} // namespace btw::cli
