// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace btw::model {

/// The gated sum of an instance's routes, in one walk forward and one back: sum_b = the sum of
/// gates[order[r]] y_r over the routes r with instance[r] = b. \param y `[R, width]`  \param gates flat, any
/// length  \param order, instance `[R]`, whole numbers \returns `[batch, width]`
at::Tensor gatedSums(const at::Tensor& y, const at::Tensor& gates, const at::Tensor& order,
    const at::Tensor& instance, std::int64_t batch);

} // namespace btw::model
