// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace btw::model {

/// One linear layer of E experts on rows that are sorted by expert: y_r = x_r W_e + b_e.
/// Every number is summed by one thread in one order, so results do not depend on the number of threads.
/// \param counts E row counts, in order, that sum to R
/// \param x `[R, in]`, contiguous  \param w `[E, in, out]`  \param b `[E, out]`
/// \param y `[R, out]`, written  \param type that the products are computed in
void groupedAffine(const std::vector<std::int64_t>& counts, const at::Tensor& x, const at::Tensor& w,
    const at::Tensor& b, at::Tensor& y, at::ScalarType type);

/// Its gradients, each written whole: zeros for an expert without rows.
/// \param gradY `[R, out]`, contiguous
/// \returns the sum of the squares of gradW and gradB; 0 on a GPU, where the number would have to be waited
/// for
double groupedAffineBackward(const std::vector<std::int64_t>& counts, const at::Tensor& x,
    const at::Tensor& w, const at::Tensor& gradY, at::Tensor& gradX, const at::Tensor& gradW,
    const at::Tensor& gradB, at::ScalarType type);

} // namespace btw::model
