// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/timeshares.h"

#include "engine/kernels/exponential.h"
#include "engine/vectorised.h"

#include <algorithm>

namespace btw::kernels {

namespace {

BTW_VECTORISED void shareRow(std::int64_t n, float most, const float* scores, float* shares)
{
    float largest = -3e38F;
#pragma omp simd reduction(max : largest)
    for (std::int64_t t = 0; t < n; ++t)
        largest = std::max(largest, scores[t]);
#pragma omp simd
    for (std::int64_t t = 0; t < n; ++t)
        shares[t] = decay(std::clamp(largest - scores[t], 0.0F, most));
}

BTW_VECTORISED void gradRow(std::int64_t n, float least, const float* shares, const float* grad, float* out)
{
#pragma omp simd
    for (std::int64_t t = 0; t < n; ++t)
        out[t] = shares[t] > least ? grad[t] * shares[t] : 0.0F;
}

} // namespace

void timeShares(const TimeScores& of, float most, const float* scores, float* shares)
{
#pragma omp parallel for schedule(static)
    for (std::int64_t row = 0; row < of.instances * of.rows; ++row) {
        const auto n = of.lengths[row / of.rows];
        shareRow(n, most, scores + row * of.steps, shares + row * of.steps);
        std::fill_n(shares + row * of.steps + n, of.steps - n, 0.0F);
    }
}

void timeSharesBackward(
    const TimeScores& of, float most, const float* shares, const float* grad, float* gradScores)
{
    const float least = decay(most);
#pragma omp parallel for schedule(static)
    for (std::int64_t row = 0; row < of.instances * of.rows; ++row) {
        const auto n = of.lengths[row / of.rows];
        gradRow(n, least, shares + row * of.steps, grad + row * of.steps, gradScores + row * of.steps);
        std::fill_n(gradScores + row * of.steps + n, of.steps - n, 0.0F);
    }
}

} // namespace btw::kernels
