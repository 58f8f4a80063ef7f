// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -fno-math-errno and -fno-trapping-math, without which choices between two numbers stay branches.
#include "engine/kernels/activation.h"

#include "engine/kernels/exponential.h"
#include "engine/vectorised.h"

#include <cmath>

namespace btw::kernels {

namespace {

constexpr float kShift = 0.25F; ///< of tests/golden/fit_gelu.py, which prints the polynomial, too
constexpr float kInverseRoot = 0.39894228F; ///< 1 / sqrt(2 pi)

/// Phi(-a), a >= 0. \param bell exp(-a^2 / 2)
inline float tail(float a, float bell)
{
    const float t = 1.0F / (1.0F + kShift * a);
    float q = 0.0200627348F;
    q = q * t + -0.0820237834F;
    q = q * t + 0.0975288545F;
    q = q * t + -0.0334529475F;
    q = q * t + 0.0645958026F;
    q = q * t + 0.0587071689F;
    q = q * t + 0.0816472822F;
    q = q * t + 0.0934627863F;
    q = q * t + 0.0997365398F;
    q = q * t + 0.0997355662F;
    return q * t * bell;
}

struct Gelu
{
    /// |x|, up to where Phi(-|x|) is below 1e-38: infinities have their limits.
    static float reach(float x) { return std::abs(x) > 13.0F ? 13.0F : std::abs(x); }
    static float of(float x)
    {
        const float a = reach(x);
        return (x > 0 ? x : 0.0F) - a * tail(a, decay(0.5F * a * a));
    }
    static float slope(float x)
    {
        const float a = reach(x);
        const float bell = decay(0.5F * a * a);
        return (x > 0 ? 1.0F : 0.0F) + std::copysign(1.0F, x) * (a * kInverseRoot * bell - tail(a, bell));
    }
};

struct Relu
{
    static float of(float x) { return x < 0 ? 0.0F : x; } // not a number stays that
    static float slope(float x) { return x > 0 ? 1.0F : 0.0F; }
};

/// y = kind(x) or y *= kind(x), each times the dropout's factor.
template <typename Kind, bool kBackward>
inline void walk(const Dropout& dropout, const Block& block, const float* x, float* y)
{
    const auto columns = block.columns;
    for (std::int64_t r = 0; r < block.rows; ++r) {
        const auto place = block.first + r * block.width;
        const float* const from = x + place;
        float* const to = y + place;
        const auto one
            = [&](std::int64_t i) { return kBackward ? to[i] * Kind::slope(from[i]) : Kind::of(from[i]); };
        if (!dropout.drops()) {
#pragma omp simd
            for (std::int64_t i = 0; i < columns; ++i)
                to[i] = one(i);
        } else {
            const auto first = static_cast<std::uint32_t>(place);
            const Dropout mask = dropout;
#pragma omp simd
            for (std::int64_t i = 0; i < columns; ++i)
                to[i] = one(i) * mask.factor(first + static_cast<std::uint32_t>(i));
        }
    }
}

} // namespace

BTW_VECTORISED void activate(
    Activation activation, const Dropout& dropout, const Block& block, const float* x, float* y)
{
    if (activation == Activation::Gelu)
        walk<Gelu, false>(dropout, block, x, y);
    else
        walk<Relu, false>(dropout, block, x, y);
}

BTW_VECTORISED void activateBackward(
    Activation activation, const Dropout& dropout, const Block& block, const float* x, float* gradient)
{
    if (activation == Activation::Gelu)
        walk<Gelu, true>(dropout, block, x, gradient);
    else
        walk<Relu, true>(dropout, block, x, gradient);
}

} // namespace btw::kernels
