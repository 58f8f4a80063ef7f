// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::kernels {

/// What R routes give to B instances: sum_b = the sum of gate_r y_r over the routes r of instance b.
struct Routes
{
    std::int64_t routes = 0, width = 0;
    const float* y = nullptr; ///< `[R, width]`
    const float* gates = nullptr; ///< of any order; route r has `gates[order[r]]`
    const std::int64_t* order = nullptr; ///< `[R]`
    const std::int64_t* instance = nullptr; ///< `[R]`
};

/// Adds to `sums` `[B, width]`. Each number is summed by one thread, in the order of the routes.
void gatedSums(const Routes& routes, float* sums);

/// Gradients for gradSums `[B, width]`: gradY `[R, width]` is written whole, gradGates where a route has its
/// gate.
void gatedSumsBackward(const Routes& routes, const float* gradSums, float* gradY, float* gradGates);

} // namespace btw::kernels
