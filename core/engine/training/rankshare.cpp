// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/rankshare.h"

#include <utility>

namespace btw::training {

RankShare::Part RankShare::of(const std::vector<std::int64_t>& batch) const
{
    if (alone())
        return { batch, 1 };
    Part part;
    for (auto i = static_cast<std::size_t>(m_ranks->rank()); i < batch.size();
         i += static_cast<std::size_t>(m_ranks->size()))
        part.rows.push_back(batch[i]);
    if (part.rows.empty())
        part = { { batch.front() }, 0 };
    return part;
}

bool RankShare::takes(std::size_t i) const
{
    return alone()
        || i % static_cast<std::size_t>(m_ranks->size()) == static_cast<std::size_t>(m_ranks->rank());
}

RankShare::Totals RankShare::totals(bool stop, const at::Tensor& loss, std::vector<at::Tensor> sums) const
{
    if (alone())
        return { stop, loss, std::move(sums) };
    const auto local = loss.detach();
    std::vector<at::Tensor> parts { at::full({ 1 }, stop ? 1.0 : 0.0, local.options().dtype(at::kDouble)),
        local.to(at::kDouble).reshape({ 1 }) };
    for (const auto& sum : sums)
        parts.push_back(sum.detach().to(at::kDouble).reshape({ -1 }));
    auto packed = at::cat(parts);
    m_ranks->sum(packed);

    Totals totals;
    totals.stop = packed[0].item<double>() > 0;
    totals.loss = packed[1].to(local.scalar_type());
    std::int64_t next = 2;
    for (const auto& sum : sums) {
        const auto all = packed.narrow(0, next, sum.numel()).view(sum.sizes()).to(sum.scalar_type());
        next += sum.numel();
        totals.sums.push_back(sum + (all - sum).detach());
    }
    return totals;
}

void RankShare::sum(at::Tensor& values) const
{
    if (!alone())
        m_ranks->sum(values);
}

void RankShare::share(at::Tensor& values) const
{
    if (!alone())
        m_ranks->share(values);
}

} // namespace btw::training
