// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "numbers.h"
#include "timedtraining.h"

namespace btw::cli {

namespace {

// CMU-MOSI's size.
constexpr std::int64_t kInstances = 2199;

training::RunPlan planFor(training::Step step, const BenchParameters& parameters, const data::Cohort& cohort)
{
    training::RunPlan plan;
    plan.step = step;
    plan.spec = training::presetSpec("paper", cohort.size());
    plan.spec.batch = parameters.batch;
    if (step == training::Step::Weighted) {
        for (std::size_t m = 0; m < cohort.modalityCount(); ++m)
            plan.unimodal.push_back(noisy(cohort.y, m + 1));
    }
    return plan;
}

BenchResult described(const BenchParameters& parameters)
{
    BenchResult result;
    result.n = parameters.n.value_or(kInstances);
    result.modalities = parameters.modalities;
    result.batch = parameters.batch;
    return result;
}

} // namespace

Bench epochBench()
{
    const auto run = [](const BenchParameters& parameters) {
        BenchResult result = described(parameters);
        const data::Cohort cohort = vectorCohort(*result.n, parameters.modalities);
        training::Trainer trainer(cohort, parameters.device);
        summarise(result, epochTimes(trainer, planFor(training::Step::Weighted, parameters, cohort)));
        return result;
    };
    return { QStringLiteral("epoch"),
        QStringLiteral("an epoch of the weighted model: training, evaluation of every split, new weights"),
        run };
}

Bench overheadBench()
{
    const auto run = [](const BenchParameters& parameters) {
        BenchResult result = described(parameters);
        const data::Cohort cohort = vectorCohort(*result.n, parameters.modalities);
        training::Trainer trainer(cohort, parameters.device);
        const auto epochMs = [&](const training::RunPlan& plan) {
            BenchResult one;
            summarise(one, epochTimes(trainer, plan));
            return one;
        };

        double unimodal = 0;
        auto plan = planFor(training::Step::Unimodal, parameters, cohort);
        for (plan.modality = 0; plan.modality < cohort.modalityCount(); ++plan.modality)
            unimodal += epochMs(plan).medianMs;
        const double baseline = epochMs(planFor(training::Step::Baseline, parameters, cohort)).medianMs;
        const BenchResult weighted = epochMs(planFor(training::Step::Weighted, parameters, cohort));

        result.medianMs = weighted.medianMs;
        result.minMs = weighted.minMs;
        result.repeats = weighted.repeats;
        result.figures
            = { { QStringLiteral("baseline_ms"), baseline }, { QStringLiteral("unimodal_ms"), unimodal },
                  { QStringLiteral("ratio"), (unimodal + weighted.medianMs) / baseline } };
        return result;
    };
    return { QStringLiteral("overhead"),
        QStringLiteral("a weighted epoch; `ratio`: with the unimodal ones, over the baseline's"), run };
}

} // namespace btw::cli
