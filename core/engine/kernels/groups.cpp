// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/groups.h"

#include "engine/kernels/product.h"

#include <omp.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace btw::kernels {

namespace {

// Columns or rows of W that one task takes: small enough that threads share an expert, large enough that a
// task is worth its turn.
constexpr std::int64_t kChunk = 128;

struct Task
{
    std::int64_t expert, first, rows; ///< of x
    std::int64_t begin, size; ///< the chunk
};

/// Chunks of `extent` for every expert; those of experts without rows only where `empty` asks for them.
std::vector<Task> tasksOf(const GroupedLayer& layer, std::int64_t extent, bool empty)
{
    std::vector<Task> tasks;
    std::int64_t first = 0;
    for (std::int64_t e = 0; e < layer.experts; ++e) {
        const auto rows = layer.counts[e];
        if (rows > 0 || empty) {
            for (std::int64_t begin = 0; begin < extent; begin += kChunk)
                tasks.push_back({ e, first, rows, begin, std::min(kChunk, extent - begin) });
        }
        first += rows;
    }
    return tasks;
}

std::int64_t paddedRows(std::int64_t rows)
{
    return (rows + kProductColumns - 1) / kProductColumns * kProductColumns;
}

// Two squares of so many floats stay in the first cache.
constexpr std::int64_t kSquare = 32;

/// `[rows, columns]` with rows `fromRow` floats apart to `[columns, rows]` with rows `toRow` floats apart.
void transpose(const float* from, std::int64_t fromRow, std::int64_t rows, std::int64_t columns, float* to,
    std::int64_t toRow)
{
    for (std::int64_t c0 = 0; c0 < columns; c0 += kSquare) {
        const auto cEnd = std::min(columns, c0 + kSquare);
        for (std::int64_t r0 = 0; r0 < rows; r0 += kSquare) {
            const auto rEnd = std::min(rows, r0 + kSquare);
            for (std::int64_t c = c0; c < cEnd; ++c)
                for (std::int64_t r = r0; r < rEnd; ++r)
                    to[c * toRow + r] = from[r * fromRow + c];
        }
    }
}

} // namespace

bool takesWidths(std::int64_t in, std::int64_t out)
{
    return productFunction() != nullptr && in % kProductColumns == 0 && out % kProductColumns == 0;
}

void groupedForward(const GroupedLayer& layer, const float* b, float* y)
{
    const auto multiply = productFunction();
    const auto tasks = tasksOf(layer, layer.out, false);
#pragma omp parallel for schedule(dynamic)
    for (std::size_t t = 0; t < tasks.size(); ++t) {
        const auto& task = tasks[t];
        multiply({ .rows = task.rows,
            .inner = layer.in,
            .columns = task.size,
            .a = layer.x + task.first * layer.in,
            .aRow = layer.in,
            .aColumn = 1,
            .b = layer.w + task.expert * layer.in * layer.out + task.begin,
            .bRow = layer.out,
            .c = y + task.first * layer.out + task.begin,
            .cRow = layer.out,
            .bias = b + task.expert * layer.out + task.begin });
    }
}

void groupedBackward(const GroupedLayer& layer, const float* gradY, float* gradX, float* gradW, float* gradB)
{
    const auto multiply = productFunction();
    const auto [in, out] = std::pair { layer.in, layer.out };
    // gradX' = W gradY', so that W's rows are read along memory: each expert's transposed gradient comes
    // first.
    std::vector<std::int64_t> first(static_cast<std::size_t>(layer.experts) + 1), place(first);
    for (std::size_t e = 0; e + 1 < first.size(); ++e) {
        first[e + 1] = first[e] + layer.counts[e];
        place[e + 1] = place[e] + paddedRows(layer.counts[e]) * out;
    }
    std::vector<float> transposed(static_cast<std::size_t>(place.back()));
    const auto tasks = tasksOf(layer, in, true);
    const auto ofOne = static_cast<std::size_t>(
        kChunk * paddedRows(*std::max_element(layer.counts, layer.counts + layer.experts)));
    std::vector<float> scratch(ofOne * static_cast<std::size_t>(omp_get_max_threads())); // chunks of gradX'
#pragma omp parallel
    {
#pragma omp for schedule(dynamic)
        for (std::int64_t e = 0; e < layer.experts; ++e) {
            const auto at = static_cast<std::size_t>(e);
            const auto rows = layer.counts[e];
            const auto* g = gradY + first[at] * out;
            transpose(g, out, rows, out, transposed.data() + place[at], paddedRows(rows));
            auto* sum = gradB + e * out;
            std::fill(sum, sum + out, 0.0F);
            for (std::int64_t r = 0; r < rows; ++r)
                for (std::int64_t o = 0; o < out; ++o)
                    sum[o] += g[r * out + o];
        }
#pragma omp for schedule(dynamic)
        for (std::size_t t = 0; t < tasks.size(); ++t) {
            const auto& task = tasks[t];
            const auto at = static_cast<std::size_t>(task.expert);
            const auto padded = paddedRows(task.rows);
            const auto weights = (task.expert * in + task.begin) * out;
            auto* columns = scratch.data() + static_cast<std::size_t>(omp_get_thread_num()) * ofOne;
            multiply({ .rows = task.size,
                .inner = out,
                .columns = padded,
                .a = layer.w + weights,
                .aRow = out,
                .aColumn = 1,
                .b = transposed.data() + place[at],
                .bRow = padded,
                .c = columns,
                .cRow = padded });
            transpose(columns, padded, task.size, task.rows, gradX + task.first * in + task.begin, in);
            multiply({ .rows = task.size,
                .inner = task.rows,
                .columns = out,
                .a = layer.x + task.first * in + task.begin,
                .aRow = 1,
                .aColumn = in,
                .b = gradY + task.first * out,
                .bRow = out,
                .c = gradW + weights,
                .cRow = out,
                .wideResult = true });
        }
    }
}

} // namespace btw::kernels
