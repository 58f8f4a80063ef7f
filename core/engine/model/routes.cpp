// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/routes.h"

#include "engine/compat.h"

#include <cstddef>

namespace btw::model {

SortedRoutes sortedRoutes(const at::Tensor& experts, std::int64_t expertCount)
{
    return experts.is_cpu() ? countedRoutes(experts, expertCount) : deviceRoutes(experts, expertCount);
}

SortedRoutes countedRoutes(const at::Tensor& experts, std::int64_t expertCount)
{
    std::vector<std::int64_t> counts(static_cast<std::size_t>(expertCount) + 1, 0);
    const auto* expert = experts.data_ptr<std::int64_t>();
    const auto routes = experts.numel();
    for (std::int64_t r = 0; r < routes; ++r)
        ++counts[static_cast<std::size_t>(expert[r])];

    auto order = at::empty({ routes - counts.back() }, at::kLong);
    auto* place = order.data_ptr<std::int64_t>();
    std::vector<std::int64_t> next(counts.size(), 0);
    for (std::size_t e = 1; e < counts.size(); ++e)
        next[e] = next[e - 1] + counts[e - 1];
    for (std::int64_t r = 0; r < routes; ++r) {
        if (expert[r] < expertCount)
            place[next[static_cast<std::size_t>(expert[r])]++] = r;
    }
    counts.pop_back();
    return { order, counts };
}

SortedRoutes deviceRoutes(const at::Tensor& experts, std::int64_t expertCount)
{
    const auto [sorted, order] = compat::stableSort(experts);
    // Where expert e + 1 begins: sums of ones would come in no fixed order.
    const auto ends = at::searchsorted(sorted, at::arange(1, expertCount + 1, experts.options())).cpu();
    const auto* end = ends.data_ptr<std::int64_t>();
    std::vector<std::int64_t> counts;
    std::int64_t begin = 0;
    for (std::int64_t e = 0; e < expertCount; ++e) {
        counts.push_back(end[e] - begin);
        begin = end[e];
    }
    return { order.narrow(0, 0, begin), counts };
}

at::Tensor routesTaken(const at::Tensor& experts, std::int64_t expertCount)
{
    return (experts.unsqueeze(-1) == at::arange(expertCount, experts.options())).sum(1).to(at::kFloat);
}

} // namespace btw::model
