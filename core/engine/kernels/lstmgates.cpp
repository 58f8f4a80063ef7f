// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -fno-math-errno and -fno-trapping-math, without which choices between two numbers stay branches.
#include "engine/kernels/lstmgates.h"

#include "engine/kernels/exponential.h"
#include "engine/vectorised.h"

#include <cmath>

namespace btw::kernels {

namespace {

/// Beyond, exp(-x) adds nothing to 1.
constexpr float kFar = 40.0F;

/// |x|, at most kFar; not a number stays that.
inline float reach(float x) { return std::abs(x) > kFar ? kFar : std::abs(x); }

inline float sigmoid(float x)
{
    const float e = decay(reach(x));
    return (x < 0 ? e : 1.0F) / (1.0F + e);
}

inline float hyperbolic(float x)
{
    const float z = x * x;
    float p = -0.00610494847F; // tests/golden/fit_tanh.py prints the polynomial
    p = p * z + 0.0210036416F;
    p = p * z + -0.0538524976F;
    p = p * z + 0.133327823F;
    p = p * z + -0.333333291F;
    const float near = x + x * z * p;
    const float e = decay(2.0F * reach(x));
    const float far = std::copysign((1.0F - e) / (1.0F + e), x);
    return std::abs(x) < 0.625F ? near : far;
}

} // namespace

BTW_VECTORISED void lstmGates(
    std::int64_t width, float* gates, const float* before, float* cell, float* state)
{
    float* const in = gates;
    float* const forget = gates + width;
    float* const fresh = gates + 2 * width;
    float* const out = gates + 3 * width;
#pragma omp simd
    for (std::int64_t u = 0; u < width; ++u) {
        in[u] = sigmoid(in[u]);
        forget[u] = sigmoid(forget[u]);
        fresh[u] = hyperbolic(fresh[u]);
        out[u] = sigmoid(out[u]);
        cell[u] = in[u] * fresh[u];
    }
    if (before != nullptr) {
#pragma omp simd
        for (std::int64_t u = 0; u < width; ++u)
            cell[u] += forget[u] * before[u];
    }
#pragma omp simd
    for (std::int64_t u = 0; u < width; ++u)
        state[u] = out[u] * hyperbolic(cell[u]);
}

BTW_VECTORISED void lstmGatesBackward(std::int64_t width, const float* gates, const float* before,
    const float* cell, const float* gradState, float* gradCell, float* gradGates)
{
    const float* const in = gates;
    const float* const forget = gates + width;
    const float* const fresh = gates + 2 * width;
    const float* const out = gates + 3 * width;
    float* const gradIn = gradGates;
    float* const gradForget = gradGates + width;
    float* const gradFresh = gradGates + 2 * width;
    float* const gradOut = gradGates + 3 * width;
#pragma omp simd
    for (std::int64_t u = 0; u < width; ++u) {
        const float bent = hyperbolic(cell[u]);
        const float ofCell = gradCell[u] + gradState[u] * out[u] * (1.0F - bent * bent);
        gradOut[u] = gradState[u] * bent * out[u] * (1.0F - out[u]);
        gradIn[u] = ofCell * fresh[u] * in[u] * (1.0F - in[u]);
        gradFresh[u] = ofCell * in[u] * (1.0F - fresh[u] * fresh[u]);
        gradForget[u] = ofCell * forget[u] * (1.0F - forget[u]);
        gradCell[u] = ofCell * forget[u];
    }
    if (before == nullptr) {
#pragma omp simd
        for (std::int64_t u = 0; u < width; ++u)
            gradForget[u] = 0;
        return;
    }
#pragma omp simd
    for (std::int64_t u = 0; u < width; ++u)
        gradForget[u] *= before[u];
}

} // namespace btw::kernels
