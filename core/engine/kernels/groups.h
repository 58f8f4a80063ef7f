// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::kernels {

/// A linear layer of E experts on rows that are sorted by expert.
struct GroupedLayer
{
    const std::int64_t* counts = nullptr; ///< E: rows of each expert, in order
    std::int64_t experts = 0, in = 0, out = 0;
    const float* x = nullptr; ///< `[R, in]`
    const float* w = nullptr; ///< `[E, in, out]`
};

/// Whether this processor and these widths have kernels.
bool takesWidths(std::int64_t in, std::int64_t out);

/// y `[R, out]` = x W_e + b_e, b `[E, out]`. Experts side by side on OpenMP's threads, as below.
void groupedForward(const GroupedLayer& layer, const float* b, float* y);

/// Gradients for gradY `[R, out]`, written whole: gradX `[R, in]`, gradW `[E, in, out]`, gradB `[E, out]`.
/// \returns the sum of the squares of gradW and gradB, taken while they are in a cache
double groupedBackward(
    const GroupedLayer& layer, const float* gradY, float* gradX, float* gradW, float* gradB);

} // namespace btw::kernels
