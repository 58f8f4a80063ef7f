// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "numbers.h"

#include "engine/model/lstmbench.h"

namespace btw::cli {

namespace {

// Curves of the layer's cost, round a sequence of the paper's width.
SequenceShape middle() { return { {}, 500, 32 }; }
constexpr std::int64_t kWidth = 128;
const std::string kLength = "length";
const std::string kRows = "rows";
const std::string kState = "state";

std::vector<BenchParameters> points(const BenchParameters& asked)
{
    std::vector<BenchParameters> list;
    const auto add = [&](const std::string& against) -> BenchParameters& {
        list.push_back(asked);
        list.back().against = against;
        list.back().width = kWidth;
        list.back().n = middle().steps;
        return list.back();
    };
    for (const SequenceShape& shape : mosiShapes())
        add(shape.name).n = shape.steps;
    for (const std::int64_t length : { 50, 100, 200, 500, 1000, 2000, 5000 })
        add(kLength).n = length;
    for (const std::int64_t batch : { 8, 16, 32, 64, 128, 256 })
        add(kRows).batch = batch;
    for (const std::int64_t width : { 32, 64, 128, 256, 512 })
        add(kState).width = width;
    return list;
}

BenchResult run(const BenchParameters& parameters)
{
    SequenceShape shape = middle();
    std::size_t place = 0;
    const auto known = mosiShapes();
    for (std::size_t m = 0; m < known.size(); ++m) {
        if (known[m].name == parameters.against) {
            shape = known[m];
            place = m;
        }
    }
    shape.steps = *parameters.n;
    model::LstmBench bench(sequenceLengths(shape, place, parameters.batch), shape.dims, parameters.width);
    BenchResult result;
    result.against = QString::fromStdString(parameters.against);
    measure(result, [&] { bench.step(); });
    result.figures = { { QStringLiteral("length"), static_cast<double>(shape.steps) },
        { QStringLiteral("features"), static_cast<double>(shape.dims) },
        { QStringLiteral("rows"), static_cast<double>(parameters.batch) },
        { QStringLiteral("state"), static_cast<double>(parameters.width) },
        { QStringLiteral("gflop"), bench.flop() / 1e9 } };
    return result;
}

} // namespace

Bench lstmBench()
{
    return { QStringLiteral("lstm"),
        QStringLiteral(
            "forward and backward of a recurrent layer over a batch; `gflop`: its matrix products"),
        run, points };
}

} // namespace btw::cli
