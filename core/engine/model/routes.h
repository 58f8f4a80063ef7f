// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace btw::model {

/// R routes sorted by expert, those of one expert in their own order: so every bit of what is summed over
/// them is fixed.
struct SortedRoutes
{
    at::Tensor order; ///< int64 `[routes taken]`, on the device of the experts
    std::vector<std::int64_t> counts; ///< E, how many each expert has
};

/// \param experts int64 `[R]`, 0..E; E takes no route. On a GPU the counts are waited for, once a call: the
/// products of each expert are started from here, with that many rows.
SortedRoutes sortedRoutes(const at::Tensor& experts, std::int64_t expertCount);
/// The two ways to the same: by counting, on the processor, and with LibTorch's sort, anywhere.
SortedRoutes countedRoutes(const at::Tensor& experts, std::int64_t expertCount);
SortedRoutes deviceRoutes(const at::Tensor& experts, std::int64_t expertCount);

/// How many routes of each row went to which expert: int64 `[M, n]` to float `[M, E]`, without waiting.
at::Tensor routesTaken(const at::Tensor& experts, std::int64_t expertCount);

} // namespace btw::model
