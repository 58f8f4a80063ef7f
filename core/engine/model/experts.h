// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace btw::model {

/// E two-layer experts applied to rows that are already sorted by expert:
/// row r of group e becomes (dropout(GELU(x_r W1_e + b1_e))) W2_e + b2_e.
///
/// One custom autograd node: each expert's products run on slices of the stacked tensors, and its gradients
/// are written straight into slices of one stacked gradient. (Selecting `W[e]` inside the graph would make
/// autograd build a full-size gradient per expert.)
///
/// The weights' gradients (`grad()` of the four tensors) must exist and are overwritten, not added to
/// (Parameters::markOverwritten): at small batches a step is mostly memory traffic, and this saves a third of
/// it.
///
/// \param x `[R, d]`  \param counts E row counts, in order, that sum to R
/// \param w1 `[E, d, h]`  \param b1 `[E, h]`  \param w2 `[E, h, o]`  \param b2 `[E, o]`
/// \param mask `[R, h]` dropout factors, or undefined
/// \param squares `[1]`, double: backward adds the squares of the four gradients; or undefined
/// \param products type of the matrix products, shorter than x's in mixed precision; sums, weights and
/// gradients stay in x's
/// \returns `[R, o]`
at::Tensor groupedExperts(const at::Tensor& x, const std::vector<std::int64_t>& counts, const at::Tensor& w1,
    const at::Tensor& b1, const at::Tensor& w2, const at::Tensor& b2, const at::Tensor& mask,
    const at::Tensor& squares = {}, at::ScalarType products = at::kFloat);

} // namespace btw::model
