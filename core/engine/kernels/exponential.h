// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

namespace btw::kernels {

/// exp(-s), 0 <= s < 87, to 1e-7 of itself, in a form that loops are vectorised with: 2^-n times exp of what
/// is left of s.
inline float decay(float s)
{
    constexpr float kRound = 12582912.0F; // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
    const float shifted = s * 1.44269504F + kRound;
    const float n = shifted - kRound;
    // ln 2 in two parts, the first of which times n is exact.
    const float rest = n * 0.693359375F - s + n * -2.12194440e-4F;
    float power = 1.0F / 720;
    power = power * rest + 1.0F / 120;
    power = power * rest + 1.0F / 24;
    power = power * rest + 1.0F / 6;
    power = power * rest + 0.5F;
    power = power * rest * rest + rest + 1.0F;
    const auto exponent = 127U - (std::bit_cast<std::uint32_t>(shifted) & 0xffU);
    return power * std::bit_cast<float>(exponent << 23U);
}

} // namespace btw::kernels
