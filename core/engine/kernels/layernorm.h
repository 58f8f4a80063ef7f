// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::kernels {

/// Rows `[M, N, d]` that are normed each, then scaled and shifted by one pair of `[d]` for every m.
struct NormShape
{
    std::int64_t groups = 0, rows = 0, width = 0; ///< M, N, d
};

/// y = (x - mean) / sqrt(variance + 1e-5) scale + shift (Ba et al. 2016). \param moments `[M N, 2]`, written:
/// means and 1 / sqrt(...)
void layerNorm(
    const NormShape& shape, const float* x, const float* scale, const float* shift, float* y, float* moments);

/// Gradients, each written whole; sums over rows come in one order, whatever the number of threads.
/// \param gradScale, gradShift `[M, d]`
void layerNormBackward(const NormShape& shape, const float* x, const float* scale, const float* moments,
    const float* gradY, float* gradX, float* gradScale, float* gradShift);

} // namespace btw::kernels
