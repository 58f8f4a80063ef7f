// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "numbers.h"

#include "engine/model/attentionbench.h"

namespace btw::cli {

namespace {

constexpr std::int64_t kWidth = 128;
constexpr std::int64_t kHeads = 8;
const std::string kSelf = "self";
const std::string kCrossmodal = "crossmodal";
const std::string kRagged = "ragged"; ///< self, a fifth to all of the steps real

std::vector<BenchParameters> points(const BenchParameters& asked)
{
    std::vector<BenchParameters> list;
    for (const auto& kind : { kSelf, kRagged, kCrossmodal })
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

BenchResult run(const BenchParameters& parameters)
{
    const auto queries = *parameters.n;
    // The steps of another modality are as many as text has.
    const auto keys = parameters.against == kCrossmodal ? mosiShapes().front().steps : queries;
    const auto numbers = [&](std::int64_t steps) { return parameters.batch * steps * kWidth; };
    const auto lengths = [&](std::int64_t steps) {
        return parameters.against == kRagged
            ? sequenceLengths({ {}, steps, 0 }, 0, parameters.batch)
            : std::vector<std::int64_t>(static_cast<std::size_t>(parameters.batch), steps);
    };
    model::AttentionBench bench({ parameters.batch, queries, keys, kWidth }, kHeads,
        made(0, numbers(queries)), made(1, numbers(keys)), made(2, numbers(keys)),
        { lengths(queries), lengths(keys) });
    BenchResult result;
    result.batch = parameters.batch;
    result.against = QString::fromStdString(parameters.against);
    measure(result, [&] { bench.step(); });
    result.figures = { { QStringLiteral("length"), static_cast<double>(queries) },
        { QStringLiteral("keys"), static_cast<double>(keys) },
        { QStringLiteral("mean_out"), bench.meanOut() },
        { QStringLiteral("mean_gradient"), bench.meanGradient() } };
    return result;
}

} // namespace

Bench attentionBench()
{
    return { QStringLiteral("attention"),
        QStringLiteral("forward and backward of multi-head attention over a batch"), run, points };
}

} // namespace btw::cli
