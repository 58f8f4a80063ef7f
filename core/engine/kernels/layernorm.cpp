// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/layernorm.h"

#include "engine/vectorised.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace btw::kernels {

namespace {

constexpr float kEpsilon = 1e-5F;
constexpr std::int64_t kBlock = 32; ///< rows that one task takes, and that are summed before blocks are
constexpr std::int64_t kParallelFrom = 32768; ///< numbers for which a second thread is worth its start

BTW_VECTORISED void forwardRow(
    std::int64_t width, const float* x, const float* scale, const float* shift, float* y, float* moments)
{
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < width; ++i)
        sum += x[i];
    const float mean = sum / static_cast<float>(width);
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = 0; i < width; ++i)
        squares += (x[i] - mean) * (x[i] - mean);
    const float factor = 1.0F / std::sqrt(squares / static_cast<float>(width) + kEpsilon);
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i)
        y[i] = (x[i] - mean) * factor * scale[i] + shift[i];
    moments[0] = mean;
    moments[1] = factor;
}

/// \param sums `[2, width]` of the gradients of scale and shift, added to
BTW_VECTORISED void backwardRow(std::int64_t width, const float* x, const float* scale, const float* moments,
    const float* gradY, float* gradX, float* sums)
{
    const float mean = moments[0], factor = moments[1];
    float plain = 0, along = 0; // of the gradient of the normed row, and of that times the normed row
#pragma omp simd reduction(+ : plain, along)
    for (std::int64_t i = 0; i < width; ++i) {
        const float normed = (x[i] - mean) * factor;
        const float gradient = gradY[i] * scale[i];
        plain += gradient;
        along += gradient * normed;
        sums[i] += gradY[i] * normed;
        sums[width + i] += gradY[i];
    }
    plain /= static_cast<float>(width);
    along /= static_cast<float>(width);
#pragma omp simd
    for (std::int64_t i = 0; i < width; ++i)
        gradX[i] = factor * (gradY[i] * scale[i] - plain - (x[i] - mean) * factor * along);
}

} // namespace

void layerNorm(
    const NormShape& shape, const float* x, const float* scale, const float* shift, float* y, float* moments)
{
    const auto total = shape.groups * shape.rows;
    const auto width = shape.width;
#pragma omp parallel for schedule(static) if (total * width >= kParallelFrom)
    for (std::int64_t r = 0; r < total; ++r) {
        const auto group = r / shape.rows * width;
        forwardRow(width, x + r * width, scale + group, shift + group, y + r * width, moments + r * 2);
    }
}

void layerNormBackward(const NormShape& shape, const float* x, const float* scale, const float* moments,
    const float* gradY, float* gradX, float* gradScale, float* gradShift)
{
    const auto width = shape.width;
    const auto blocks = (shape.rows + kBlock - 1) / kBlock; // of a group
    std::vector<float> sums(static_cast<std::size_t>(shape.groups * blocks * 2 * width), 0.0F);
    auto* const sum = sums.data();
#pragma omp parallel for schedule(static) if (shape.groups * shape.rows * width >= kParallelFrom)
    for (std::int64_t b = 0; b < shape.groups * blocks; ++b) {
        const auto group = b / blocks;
        const auto first = b % blocks * kBlock;
        const auto last = std::min(first + kBlock, shape.rows);
        for (auto i = first; i < last; ++i) {
            const auto r = group * shape.rows + i;
            backwardRow(width, x + r * width, scale + group * width, moments + r * 2, gradY + r * width,
                gradX + r * width, sum + b * 2 * width);
        }
    }
    std::fill_n(gradScale, shape.groups * width, 0.0F);
    std::fill_n(gradShift, shape.groups * width, 0.0F);
    for (std::int64_t b = 0; b < shape.groups * blocks; ++b) {
        const auto group = b / blocks * width;
        const auto* part = sum + b * 2 * width;
        for (std::int64_t i = 0; i < width; ++i) {
            gradScale[group + i] += part[i];
            gradShift[group + i] += part[width + i];
        }
    }
}

} // namespace btw::kernels
