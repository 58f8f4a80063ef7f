// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/rowsums.h"

namespace btw::model {

namespace {

/// Less than any row counts.
constexpr double kNothing = 1e-12;

} // namespace

at::Tensor sumsOver(const at::Tensor& perRow, const at::Tensor& counted)
{
    return at::stack({ (perRow * counted).sum(), counted.sum().to(perRow.scalar_type()) });
}

at::Tensor meanOfRows(const at::Tensor& sums) { return sums[0] / sums[1].clamp_min(kNothing); }

at::Tensor sumOfMeans(const at::Tensor& sums)
{
    return (sums.select(1, 0) / sums.select(1, 1).clamp_min(kNothing)).sum();
}

at::Tensor taskLosses(const at::Tensor& output, const at::Tensor& target)
{
    if (target.dim() == 1)
        return at::cross_entropy_loss(exact(output), target, {}, at::Reduction::None);
    return at::l1_loss(output, target, at::Reduction::None).flatten();
}

at::Tensor exact(const at::Tensor& x) { return x.scalar_type() == at::kDouble ? x : x.to(at::kFloat); }

} // namespace btw::model
