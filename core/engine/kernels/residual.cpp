// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/residual.h"

#include "engine/vectorised.h"

#include <algorithm>

namespace btw::kernels {

namespace {

constexpr std::int64_t kBlock = 32768; ///< numbers for which a second thread is worth its start

BTW_VECTORISED void addBlock(
    const Dropout& dropout, std::int64_t first, std::int64_t last, const float* x, const float* y, float* sum)
{
    if (!dropout.drops()) {
#pragma omp simd
        for (auto i = first; i < last; ++i)
            sum[i] = x[i] + y[i];
        return;
    }
    const Dropout own = dropout;
#pragma omp simd
    for (auto i = first; i < last; ++i)
        sum[i] = x[i] + y[i] * own.factor(static_cast<std::uint32_t>(i));
}

BTW_VECTORISED void dropBlock(
    const Dropout& dropout, std::int64_t first, std::int64_t last, const float* gradient, float* gradY)
{
    const Dropout own = dropout;
#pragma omp simd
    for (auto i = first; i < last; ++i)
        gradY[i] = gradient[i] * own.factor(static_cast<std::uint32_t>(i));
}

} // namespace

void addDropped(const Dropout& dropout, std::int64_t count, const float* x, const float* y, float* sum)
{
#pragma omp parallel for schedule(static) if (count > kBlock)
    for (std::int64_t first = 0; first < count; first += kBlock)
        addBlock(dropout, first, std::min(first + kBlock, count), x, y, sum);
}

void dropAlike(const Dropout& dropout, std::int64_t count, const float* gradient, float* gradY)
{
#pragma omp parallel for schedule(static) if (count > kBlock)
    for (std::int64_t first = 0; first < count; first += kBlock)
        dropBlock(dropout, first, std::min(first + kBlock, count), gradient, gradY);
}

} // namespace btw::kernels
