// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::kernels {

/// What one step of Adam multiplies with.
struct AdamFactors
{
    float clip; ///< the gradient
    float decay; ///< the value that is added to the gradient
    float rate; ///< learning rate / (1 - beta1^t)
    float rootCorrection; ///< sqrt(1 - beta2^t)
};

inline constexpr double kBeta1 = 0.9;
inline constexpr double kBeta2 = 0.999;
inline constexpr float kAdamEpsilon = 1e-8F;

/// Sums over the rows of `[rows, columns]`. \param sums `[columns]`, written
void columnSums(std::int64_t rows, std::int64_t columns, const float* values, float* sums);

double sumOfSquares(const float* values, std::int64_t count);

/// Moves `count` values `p` by their gradients and the two moments, which it updates.
void adamLoop(
    std::int64_t count, const AdamFactors& factors, const float* gradient, float* p, float* m, float* v);

} // namespace btw::kernels
