// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "stepcohorts.h"

#include "engine/training/stepbench.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace btw::cli {

namespace {

const std::string kPaper = "moe";
const std::string kTransformer = "early-transformer";
const std::string kSeries = "series";
const std::string kJoint = "moe-joint", kDisjoint = "moe-disjoint"; ///< moe with another router
/// Parts beside those five, each a system that is trained by gradient.
const std::vector<std::string> kSystems
    = { "early", "attention", "ithp", "mult", "mcr", "mmim", "tmc", "qmf", "i2moe", "flexmoe" };
constexpr std::size_t kLeastCalls = 5, kMostCalls = 250;
constexpr double kLeastMs = 500;

training::StepBench systemSteps(const BenchParameters& parameters)
{
    const auto& part = parameters.against;
    training::ExperimentSpec spec;
    spec.batch = parameters.batch;
    spec.model = part == kTransformer || part == kSeries ? "early"
        : part == kJoint || part == kDisjoint            ? kPaper
                                                         : part;
    if (part == kTransformer)
        spec.own["encoder"] = std::string("transformer");
    if (spec.model == kPaper)
        spec.own["moe_router"] = std::string(part == kJoint ? "joint" : "disjoint");
    auto cohort = part == kSeries                ? stepSeries(parameters.modalities, parameters.batch)
        : part == kTransformer || part == "mult" ? stepSequences(parameters.modalities, parameters.batch)
                                                 : stepVectors(parameters.modalities, parameters.batch);
    return { std::move(cohort), std::move(spec), parameters.device };
}

/// The mean step of each of several epochs. Processor time beside it: others may be at work.
void timeSteps(BenchResult& result, training::StepBench& bench)
{
    bench.step();
    std::vector<double> times;
    double leastCpu = 0, total = 0;
    while (times.size() < kLeastCalls || (total < kLeastMs && times.size() < kMostCalls)) {
        const auto begin = std::chrono::steady_clock::now();
        const auto cpuBegin = std::clock();
        bench.step();
        const auto cpu = 1e3 * static_cast<double>(std::clock() - cpuBegin) / CLOCKS_PER_SEC / kStepBatches;
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
        leastCpu = times.empty() ? cpu : std::min(leastCpu, cpu);
        times.push_back(taken.count() / kStepBatches);
        total += taken.count();
    }
    summarise(result, std::move(times));
    result.figures = { { QStringLiteral("least_cpu_ms"), leastCpu } };
}

BenchResult timed(const BenchParameters& parameters)
{
    BenchResult result;
    result.modalities = parameters.modalities;
    result.batch = parameters.batch;
    result.against = QString::fromStdString(parameters.against);
    if (parameters.against == kPaper) {
        training::StepBench bench(parameters.modalities, parameters.batch, {}, parameters.device);
        result.params = bench.parameters();
        measure(result, [&] { bench.step(); });
    } else {
        auto bench = systemSteps(parameters);
        result.params = bench.parameters();
        timeSteps(result, bench);
    }
    return result;
}

std::vector<BenchParameters> parts(const BenchParameters& asked)
{
    std::vector<std::string> names { kPaper };
    names.insert(names.end(), kSystems.begin(), kSystems.end());
    names.insert(names.end(), { kTransformer, kSeries, kJoint, kDisjoint });
    std::vector<BenchParameters> list(names.size(), asked);
    for (std::size_t i = 0; i < names.size(); ++i)
        list[i].against = names[i];
    return list;
}

} // namespace

Bench stepBench()
{
    return { QStringLiteral("step"), QStringLiteral("one training step of the paper's model, or of a system"),
        timed, parts };
}

} // namespace btw::cli
