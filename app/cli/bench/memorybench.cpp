// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "numbers.h"
#include "processmemory.h"
#include "timedtraining.h"

#include "engine/training/stepbench.h"

#include <chrono>
#include <functional>

namespace btw::cli {

namespace {

// CMU-MOSEI's size.
constexpr std::int64_t kInstances = 22856;
constexpr std::int64_t kSmall = 50; ///< enough for a model's shape
constexpr std::int64_t kBatches = 20;
constexpr double kMegabyte = 1e6;
/// Value, gradient and Adam's two moments of a parameter.
constexpr double kBytesPerParameter = 16;

double megabytes(const data::Cohort& cohort)
{
    double bytes = 0;
    for (const auto& modality : cohort.modalities)
        bytes += static_cast<double>(modality.values.size() * sizeof(float)
            + modality.offsets.size() * sizeof(std::int64_t) + modality.present.size());
    return bytes / kMegabyte;
}

} // namespace

namespace {

Bench peakOf(const QString& name, const QString& of, const std::function<data::Cohort(std::int64_t)>& make)
{
    const auto run = [make](const BenchParameters& parameters) {
        BenchResult result;
        result.n = parameters.n.value_or(kInstances);
        result.batch = parameters.batch;

        data::Cohort cohort;
        training::RunPlan plan;
        plan.spec.batch = parameters.batch;
        std::chrono::duration<double, std::milli> taken {};
        const double peak = peakDuring([&] {
            cohort = make(*result.n);
            const auto begin = std::chrono::steady_clock::now();
            training::Trainer trainer(cohort);
            trainBatches(trainer, plan, kBatches);
            taken = std::chrono::steady_clock::now() - begin;
        });

        result.modalities = static_cast<std::int64_t>(cohort.modalityCount());
        result.medianMs = result.minMs = taken.count();
        result.repeats = 1;
        result.params = training::parameterCount(make(kSmall), plan.spec);
        const double model = static_cast<double>(*result.params) * kBytesPerParameter / kMegabyte;
        const double ragged = megabytes(cohort);
        result.figures = { { QStringLiteral("peak_mb"), peak }, { QStringLiteral("cohort_mb"), ragged },
            { QStringLiteral("model_mb"), model }, { QStringLiteral("ratio"), (peak - model) / ragged } };
        return result;
    };
    return { name,
        QStringLiteral(
            "peak memory of a training on %1; `ratio`: less the model's, over the cohort's ragged size")
            .arg(of),
        run };
}

} // namespace

Bench memoryBench()
{
    return peakOf(QStringLiteral("memory"), QStringLiteral("aligned words"), spokenCohort);
}

Bench longMemoryBench()
{
    return peakOf(QStringLiteral("longmemory"), QStringLiteral("long sequences"),
        [](std::int64_t n) { return sequenceCohort(n, moseiShapes()); });
}

} // namespace btw::cli
