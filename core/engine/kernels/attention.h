// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/dropout.h"

#include <cstdint>

namespace btw::kernels {

/// Multi-head attention of a batch (Vaswani et al. 2017): each query's softmax over the real keys of its
/// products with them, over the root of a head's width, gives the shares with which values are added up. A
/// query that is not real gets zeros, and so does one of an instance without any real key: nothing is
/// computed for what is padding. Contiguous float32; a head is a block of columns.
struct Attention
{
    std::int64_t batch = 0, heads = 0;
    std::int64_t queries = 0, keys = 0; ///< an instance
    std::int64_t width = 0; ///< of a head
    const float* q = nullptr; ///< `[batch, queries, heads width]`
    const float* k = nullptr; ///< `[batch, keys, heads width]`
    const float* v = nullptr; ///< as k
    const std::uint8_t* realQueries = nullptr; ///< `[batch, queries]`, 0 or 1
    const std::uint8_t* realKeys = nullptr; ///< `[batch, keys]`
    Dropout dropout; ///< of the shares, `[batch, heads, queries, keys]`
    /// In place of realQueries and realKeys where q, k and v have no padding: `[batch + 1]`, where an
    /// instance's rows begin. q is `[all queries, heads width]` then; `queries` and `keys` are those of the
    /// longest.
    const std::int64_t* queryStarts = nullptr;
    const std::int64_t* keyStarts = nullptr;
};

/// Whether this processor has kernels.
bool hasAttentionKernels();

/// Shares are never held but for some queries at once: memory grows with queries plus keys, not with their
/// product. OpenMP's threads take heads; results do not depend on their number.
/// \param out as q  \param moments `[batch, heads, queries, 2]`: largest product and 1 / sum, for the way
/// back; not written of an instance with one key or none
void attentionForward(const Attention& attention, float* out, float* moments);

/// \param out, moments as attentionForward() left them  \param gradOut as out
/// \param gradQ, gradK, gradV as q, k, v; written
void attentionBackward(const Attention& attention, const float* out, const float* moments,
    const float* gradOut, float* gradQ, float* gradK, float* gradV);

} // namespace btw::kernels
