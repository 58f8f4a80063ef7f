// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "numbers.h"
#include "processmemory.h"

#include "engine/model/attentionbench.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>
#include <vector>

namespace btw::cli {

namespace {

struct Size
{
    std::int64_t width, heads;
};
constexpr Size kUsual { 128, 8 };
constexpr Size kMult { 30, 5 }; ///< of the system mult
const std::string kSelf = "self";
const std::string kCrossmodal = "crossmodal";
const std::string kRagged = "ragged"; ///< self, a fifth to all of the steps real
const std::string kNarrow = "mult"; ///< the same, of the size of mult's transformers
const std::string kTrained = "trained"; ///< self, a tenth of the shares dropped, as while training
constexpr double kDropped = 0.1;
constexpr std::size_t kMemorySteps = 5;

std::vector<BenchParameters> points(const BenchParameters& asked)
{
    std::vector<BenchParameters> list;
    for (const auto& kind : { kSelf, kTrained, kRagged, kNarrow, kCrossmodal })
        for (const std::int64_t length : { 50, 100, 200, 500 }) {
            list.push_back(asked);
            list.back().against = kind;
            list.back().n = length;
        }
    return list;
}

std::vector<float> made(std::uint64_t stream, std::int64_t count)
{
    const auto values = normals(stream, static_cast<std::size_t>(count));
    return { values.begin(), values.end() };
}

/// \param measured fills in what is found of the steps, the last of which is not forgotten
BenchResult resultOf(const BenchParameters& parameters,
    const std::function<void(BenchResult&, model::AttentionBench&)>& measured)
{
    const auto queries = *parameters.n;
    // The steps of another modality are as many as text has.
    const auto keys = parameters.against == kCrossmodal ? mosiShapes().front().steps : queries;
    const auto size = parameters.against == kNarrow ? kMult : kUsual;
    const bool isRagged = parameters.against == kRagged || parameters.against == kNarrow;
    const auto numbers = [&](std::int64_t steps) { return parameters.batch * steps * size.width; };
    const auto lengths = [&](std::int64_t steps) {
        return isRagged ? sequenceLengths({ {}, steps, 0 }, 0, parameters.batch)
                        : std::vector<std::int64_t>(static_cast<std::size_t>(parameters.batch), steps);
    };
    const double dropout = parameters.against == kTrained ? kDropped : 0.0;
    model::AttentionBench bench({ parameters.batch, queries, keys, size.width }, size.heads, dropout,
        made(0, numbers(queries)), made(1, numbers(keys)), made(2, numbers(keys)),
        { lengths(queries), lengths(keys) });
    BenchResult result;
    result.batch = parameters.batch;
    result.against = QString::fromStdString(parameters.against);
    result.figures = { { QStringLiteral("length"), static_cast<double>(queries) },
        { QStringLiteral("keys"), static_cast<double>(keys) },
        { QStringLiteral("width"), static_cast<double>(size.width) },
        { QStringLiteral("heads"), static_cast<double>(size.heads) },
        { QStringLiteral("ragged"), isRagged ? 1.0 : 0.0 }, { QStringLiteral("dropout"), dropout } };
    measured(result, bench);
    result.figures.emplace_back(QStringLiteral("mean_out"), bench.meanOut());
    result.figures.emplace_back(QStringLiteral("mean_gradient"), bench.meanGradient());
    return result;
}

BenchResult timed(const BenchParameters& parameters)
{
    return resultOf(parameters,
        [](BenchResult& result, model::AttentionBench& bench) { measure(result, [&] { bench.step(); }); });
}

/// Of a step, above what its inputs take: the most of several, after one that makes threads and loads code.
BenchResult remembered(const BenchParameters& parameters)
{
    return resultOf(parameters, [](BenchResult& result, model::AttentionBench& bench) {
        bench.step();
        double peak = 0;
        std::vector<double> times;
        for (std::size_t i = 0; i < kMemorySteps; ++i) {
            bench.forget();
            keepNoFreedMemory();
            const auto begin = std::chrono::steady_clock::now();
            peak = std::max(peak, peakDuring([&] { bench.step(); }));
            const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
            times.push_back(taken.count());
        }
        summarise(result, std::move(times));
        result.figures.emplace_back(QStringLiteral("peak_mb"), peak);
    });
}

} // namespace

Bench attentionBench()
{
    return { QStringLiteral("attention"),
        QStringLiteral("forward and backward of multi-head attention over a batch"), timed, points };
}

Bench attentionMemoryBench()
{
    return { QStringLiteral("attentionmemory"),
        QStringLiteral("peak memory of the same above that of its inputs; the time is no measurement"),
        remembered, points };
}

} // namespace btw::cli
