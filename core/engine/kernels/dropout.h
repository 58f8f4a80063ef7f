// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::kernels {

/// Inverted dropout whose mask is a function of a key and an entry's place, so that it need not be kept: a
/// mask of a large layer is three walks over memory, and twice the hash is none.
struct Dropout
{
    std::uint64_t key = 0;
    std::uint32_t dropBelow = 0; ///< 2^32 times the probability; 0: nothing is dropped
    float kept = 1; ///< 1 / (1 - probability)

    bool drops() const { return dropBelow != 0; }

    /// 0 or `kept`. \param place of the entry in the layer's matrix; counted to 2^32, then over again
    float factor(std::uint32_t place) const
    {
        // The low half of the key shifts the counter, the high half is mixed in: 2^64 different streams.
        const auto counter = place + static_cast<std::uint32_t>(key);
        const auto mix = static_cast<std::uint32_t>(key >> 32U);
        return hashed(hashed(counter) ^ mix) < dropBelow ? 0.0F : kept;
    }

private:
    // "lowbias32" (Wellons 2018), an integer hash whose output bits are close to independent; vectorises,
    // which a Mersenne Twister does not: at batch 256 the masks alone would take an eighth of a step.
    static std::uint32_t hashed(std::uint32_t x)
    {
        x ^= x >> 16U;
        x *= 0x7feb352dU;
        x ^= x >> 15U;
        x *= 0x846ca68bU;
        return x ^ (x >> 16U);
    }
};

} // namespace btw::kernels
