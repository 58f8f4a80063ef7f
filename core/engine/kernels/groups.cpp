// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/groups.h"

#include "engine/kernels/loops.h"
#include "engine/kernels/product.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <vector>

namespace btw::kernels {

namespace {

// Columns or rows of W that one task takes: small enough that threads share an expert, large enough that a
// task is worth its turn.
constexpr std::int64_t kChunk = 64;
// Rows of x that one task takes: a few large experts are shared, too.
constexpr std::int64_t kRows = 256;
// Columns of W that are transposed at a time: the first cache holds them.
constexpr std::int64_t kBlock = 128;
// Floats that a core's caches hold from backward to Adam, at most.
constexpr std::int64_t kCached = 1 << 20;

struct Task
{
    std::int64_t expert, first, rows; ///< of x
    std::int64_t begin, size; ///< the chunk
};

/// Chunks of `extent`, and of at most `most` rows, for every expert; those without rows only where `empty`
/// asks for them.
std::vector<Task> tasksOf(const GroupedLayer& layer, std::int64_t extent, std::int64_t most, bool empty)
{
    std::vector<Task> tasks;
    std::int64_t first = 0;
    for (std::int64_t e = 0; e < layer.experts; ++e) {
        const auto end = first + layer.counts[e];
        do {
            const auto rows = std::min(most, end - first);
            for (std::int64_t begin = 0; begin < extent && (rows > 0 || empty); begin += kChunk)
                tasks.push_back({ e, first, rows, begin, std::min(kChunk, extent - begin) });
            first += rows;
        } while (first < end);
    }
    return tasks;
}

} // namespace

bool takesWidths(std::int64_t in, std::int64_t out)
{
    return !productKernels().empty() && in % kProductColumns == 0 && out % kProductColumns == 0;
}

void groupedForward(const GroupedLayer& layer, const float* b, float* y, const ActivationAfter& after)
{
    const auto& kernels = productKernels().front();
    const auto tasks = tasksOf(layer, layer.out, kRows, false);
#pragma omp parallel for schedule(dynamic)
    for (const auto& task : tasks) {
        const auto* weights = layer.w + task.expert * layer.in * layer.out + task.begin;
        const auto place = task.first * layer.out + task.begin;
        kernels.multiply({ .rows = task.rows,
            .inner = layer.in,
            .columns = task.size,
            .a = layer.x + task.first * layer.in,
            .aRow = layer.in,
            .aColumn = 1,
            .b = weights,
            .bRow = layer.out,
            .c = y + place,
            .cRow = layer.out,
            .bias = b + task.expert * layer.out + task.begin });
        if (after.y != nullptr)
            activate(after.activation, after.dropout, { place, task.rows, task.size, layer.out }, y, after.y);
    }
}

double groupedBackward(const GroupedLayer& layer, const float* gradY, float* gradX, float* gradW,
    float* gradB, const ActivationBefore& before)
{
    const auto& kernels = productKernels().front();
    const auto in = layer.in, out = layer.out;
    const auto tasks = tasksOf(layer, in, std::numeric_limits<std::int64_t>::max(), true);
    const bool pastCaches = layer.experts * in * out > kCached;
    std::vector<double> squares(tasks.size());
#pragma omp parallel for schedule(dynamic)
    for (std::size_t t = 0; t < tasks.size(); ++t) {
        const auto& task = tasks[t];
        const auto* g = gradY + task.first * out;
        const auto weights = (task.expert * in + task.begin) * out;
        if (task.rows > 0) { // gradX = gradY W', a transposed block at a time
            alignas(64) std::array<float, static_cast<std::size_t>(kChunk * kBlock)> block;
            const auto place = task.first * in + task.begin;
            for (std::int64_t begin = 0; begin < out; begin += kBlock) {
                const auto size = std::min(kBlock, out - begin);
                kernels.transpose(layer.w + weights + begin, out, task.size, size, block.data(), task.size);
                kernels.multiply({ .rows = task.rows,
                    .inner = size,
                    .columns = task.size,
                    .a = g + begin,
                    .aRow = out,
                    .aColumn = 1,
                    .b = block.data(),
                    .bRow = task.size,
                    .c = gradX + place,
                    .cRow = in,
                    .adds = begin > 0 });
            }
            if (before.x != nullptr)
                activateBackward(
                    before.activation, before.dropout, { place, task.rows, task.size, in }, before.x, gradX);
        }
        kernels.multiply({ .rows = task.size,
            .inner = task.rows,
            .columns = out,
            .a = layer.x + task.first * in + task.begin,
            .aRow = 1,
            .aColumn = in,
            .b = g,
            .bRow = out,
            .c = gradW + weights,
            .cRow = out,
            .squares = &squares[t],
            .pastCaches = pastCaches });
        if (task.begin == 0) {
            auto* sum = gradB + task.expert * out;
            columnSums(task.rows, out, g, sum);
            squares[t] += sumOfSquares(sum, out);
        }
    }
    return std::accumulate(squares.begin(), squares.end(), 0.0);
}

} // namespace btw::kernels
