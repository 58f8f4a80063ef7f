// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/attend.h"
#include "engine/model/ops.h"

#include <ATen/ATen.h>

#include <array>
#include <cstdint>

namespace btw::model {

/// Of a layer of a transformer of width d, in the order of LayerPart: weights `[d, d]`, those of the
/// feed-forward block `[d, 4d]` and `[4d, d]`; all others are as wide as what they are added to.
enum LayerPart : std::uint8_t {
    Scale1,
    Shift1,
    Query,
    QueryBias,
    Key,
    KeyBias,
    Value,
    ValueBias,
    Out,
    OutBias,
    Scale2,
    Shift2,
    Feed1,
    FeedBias1,
    Feed2,
    FeedBias2,
    LayerParts
};
using LayerWeights = std::array<at::Tensor, LayerParts>;

/// Which steps attend to which, and how.
struct Looking
{
    PackedSteps queries, keys;
    std::int64_t heads = 1;
    double dropout = 0;
};

/// A layer of a transformer (Vaswani et al. 2017, layer norms first; docs/method, "MulT") on steps without
/// padding, one node of the graph with its own way back: of narrow layers most of the time goes into calling
/// some fifty operations. Where hasAttentionKernel() only.
/// \param x `[R, d]`  \param source `[S, d]` what the steps attend to; null: each other  \returns `[R, d]`
at::Tensor transformerLayer(const at::Tensor& x, const at::Tensor* source, const LayerWeights& weights,
    const Looking& looking, const Pass& pass);

} // namespace btw::model
