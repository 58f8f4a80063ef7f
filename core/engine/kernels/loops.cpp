// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -fno-math-errno: the call that would set errno for the root of a negative number keeps the loop
// from being vectorised, and scalar roots and quotients take three times what the memory does.
#include "engine/kernels/loops.h"

#include "engine/vectorised.h"

#include <algorithm>
#include <cmath>

namespace btw::kernels {

BTW_VECTORISED double sumOfSquares(const float* values, std::int64_t count)
{
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i)
        sum += values[i] * values[i];
    return sum;
}

BTW_VECTORISED void columnSums(std::int64_t rows, std::int64_t columns, const float* values, float* sums)
{
    std::fill_n(sums, columns, 0.0F);
    for (std::int64_t r = 0; r < rows; ++r, values += columns) {
#pragma omp simd
        for (std::int64_t i = 0; i < columns; ++i)
            sums[i] += values[i];
    }
}

BTW_VECTORISED void adamLoop(
    std::int64_t count, const AdamFactors& factors, const float* gradient, float* p, float* m, float* v)
{
    const auto beta1 = static_cast<float>(kBeta1);
    const auto beta2 = static_cast<float>(kBeta2);
    const auto rest1 = static_cast<float>(1.0 - kBeta1);
    const auto rest2 = static_cast<float>(1.0 - kBeta2);
    // clang takes no structured bindings into an OpenMP region.
    const float clip = factors.clip, decay = factors.decay, rate = factors.rate;
    const float rootCorrection = factors.rootCorrection;
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        const float g = gradient[i] * clip + decay * p[i];
        const float first = beta1 * m[i] + rest1 * g;
        const float second = beta2 * v[i] + rest2 * g * g;
        m[i] = first;
        v[i] = second;
        p[i] -= rate * first / (std::sqrt(second) / rootCorrection + kAdamEpsilon);
    }
}

} // namespace btw::kernels
