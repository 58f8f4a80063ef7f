// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "numbers.h"

#include "engine/model/attentionbench.h"

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

BenchResult run(const BenchParameters& parameters)
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
    measure(result, [&] { bench.step(); });
    result.figures = { { QStringLiteral("length"), static_cast<double>(queries) },
        { QStringLiteral("keys"), static_cast<double>(keys) },
        { QStringLiteral("width"), static_cast<double>(size.width) },
        { QStringLiteral("heads"), static_cast<double>(size.heads) },
        { QStringLiteral("ragged"), isRagged ? 1.0 : 0.0 }, { QStringLiteral("dropout"), dropout },
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
