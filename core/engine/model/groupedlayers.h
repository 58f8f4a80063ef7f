// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/groupedproducts.h"

#include <ATen/ATen.h>

namespace btw::model {

/// Weights of E networks of two layers, stacked. With gradients on, their `grad()` must exist, and is
/// overwritten, not added to (Parameters::markOverwritten): at small batches a step is mostly memory traffic,
/// and this saves a third of it.
struct StackedLayers
{
    const at::Tensor& w1; ///< `[E, d, h]`
    const at::Tensor& b1; ///< `[E, h]` or `[E, 1, h]`
    const at::Tensor& w2; ///< `[E, h, o]`
    const at::Tensor& b2; ///< `[E, o]` or `[E, 1, o]`
};

/// The networks applied to rows that are already sorted by network:
/// row r of group e becomes dropout(activation(x_r W1_e + b1_e)) W2_e + b2_e.
///
/// One custom autograd node: each network's products run on slices of the stacked tensors, and its gradients
/// are written straight into slices of one stacked gradient. (Selecting `W[e]` inside the graph would make
/// autograd build a full-size gradient per network.)
///
/// \param x `[R, d]`
/// \param inner between the layers
/// \param squares `[1]`, double: backward adds the squares of the four gradients; or undefined
/// \returns `[R, o]`, of x's type
at::Tensor groupedLayers(const Groups& groups, const at::Tensor& x, const StackedLayers& layers,
    const ActivationDropout& inner, const at::Tensor& squares = {});

} // namespace btw::model
