// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/routes.h"

#include "engine/vectorised.h"

#include <algorithm>

namespace btw::kernels {

namespace {

constexpr std::int64_t kColumns = 128; // that one task sums, over all routes
constexpr std::int64_t kParallelFrom = 32768; // floats: below, waking a thread costs more than its share

BTW_VECTORISED void addScaled(const float* from, float factor, std::int64_t count, float* to)
{
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i)
        to[i] += factor * from[i];
}

/// Writes factor * g, and returns the inner product of g and y.
BTW_VECTORISED float scaledAndProduct(
    const float* g, const float* y, float factor, std::int64_t count, float* scaled)
{
    float product = 0;
#pragma omp simd reduction(+ : product)
    for (std::int64_t i = 0; i < count; ++i) {
        scaled[i] = factor * g[i];
        product += g[i] * y[i];
    }
    return product;
}

} // namespace

void gatedSums(const Routes& routes, float* sums)
{
#pragma omp parallel for schedule(static) if (routes.routes * routes.width > kParallelFrom)
    for (std::int64_t column = 0; column < routes.width; column += kColumns) {
        const auto count = std::min(kColumns, routes.width - column);
        for (std::int64_t r = 0; r < routes.routes; ++r) {
            addScaled(routes.y + r * routes.width + column, routes.gates[routes.order[r]], count,
                sums + routes.instance[r] * routes.width + column);
        }
    }
}

void gatedSumsBackward(const Routes& routes, const float* gradSums, float* gradY, float* gradGates)
{
#pragma omp parallel for schedule(static) if (routes.routes * routes.width > kParallelFrom)
    for (std::int64_t r = 0; r < routes.routes; ++r) {
        const auto gate = routes.order[r];
        gradGates[gate] = scaledAndProduct(gradSums + routes.instance[r] * routes.width,
            routes.y + r * routes.width, routes.gates[gate], routes.width, gradY + r * routes.width);
    }
}

} // namespace btw::kernels
