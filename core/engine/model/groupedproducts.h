// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/activation.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace btw::model {

/// The rows of E linear layers, sorted by layer, and the type in which their products are computed. Every
/// number is summed by one thread in one order, so results do not depend on the number of threads.
struct Groups
{
    std::vector<std::int64_t> counts; ///< E row counts, in order, that sum to R
    at::ScalarType products = at::kFloat; ///< shorter than x's in mixed precision
};

/// Activation, then dropout.
struct ActivationDropout
{
    kernels::Activation activation = kernels::Activation::Gelu;
    kernels::Dropout dropout = {}; ///< on the CPU
    at::Tensor mask = {}; ///< `[R, width]` factors elsewhere; undefined: nothing is dropped
};

/// y_r = x_r W_e + b_e. \param x `[R, in]`, contiguous  \param w `[E, in, out]`  \param b `[E, out]`
/// \returns `[R, out]`
at::Tensor groupedAffine(const Groups& groups, const at::Tensor& x, const at::Tensor& w, const at::Tensor& b);

/// The same, and what comes out of the activation after it; without a backward pass (`keeps`), only that,
/// twice.
std::pair<at::Tensor, at::Tensor> groupedAffine(const Groups& groups, const at::Tensor& x,
    const at::Tensor& w, const at::Tensor& b, const ActivationDropout& after, bool keeps = true);

/// Where the gradients of the weights go, each written whole: zeros for a layer without rows.
struct AffineGradients
{
    at::Tensor w, b;
};

/// \param gradY `[R, out]`, contiguous  \param squares gets the sum of the squares of the weights' gradients
/// added; not on a GPU, where the number would have to be waited for
/// \returns the gradient of x
at::Tensor groupedAffineBackward(const Groups& groups, const at::Tensor& x, const at::Tensor& w,
    const at::Tensor& gradY, const AffineGradients& gradients, double& squares);

/// The same where x came out of an activation. \param activated what went into that, of which the gradient
/// is, then
at::Tensor groupedAffineBackward(const Groups& groups, const at::Tensor& x, const at::Tensor& w,
    const at::Tensor& gradY, const AffineGradients& gradients, double& squares,
    const ActivationDropout& before, const at::Tensor& activated);

} // namespace btw::model
