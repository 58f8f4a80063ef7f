// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/attention.h"
#include "engine/model/ops.h"

#include <ATen/ATen.h>

#include <cstdint>

namespace btw::model {

/// Which steps there are, not padding: `[B, Tq]` and `[B, Tk]` bool.
struct RealSteps
{
    at::Tensor queries, keys;
};

/// Steps of a batch without their padding, an instance's together.
struct PackedSteps
{
    at::Tensor starts; ///< int64 `[B + 1]` on the processor: where each instance's rows begin
    std::int64_t longest = 0; ///< rows of an instance
};

/// Multi-head attention (kernels::Attention). On the processor in float32 without a matrix of all shares, and
/// nothing is computed for padding.
/// \param q `[B, Tq, d]`, heads beside each other  \param k, v `[B, Tk, d]`  \param probability of dropping a
/// share  \returns as q; zeros for queries that are padding, and for those of an instance without any key
at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const RealSteps& real,
    std::int64_t heads, double probability, const Pass& pass);

/// Whether the kernels take numbers of this kind, on this processor.
bool hasAttentionKernel(const at::Tensor& x);
/// What the kernels take of steps without padding. \param q `[all queries, d]`  \param k, v `[all keys, d]`;
/// all contiguous, and kept while the kernels run
kernels::Attention packedAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
    const PackedSteps& queries, const PackedSteps& keys, std::int64_t heads, const kernels::Dropout& dropout);

} // namespace btw::model
