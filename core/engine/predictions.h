// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace btw {

/// Predictions of one model for N instances: `[N, K]` row-major, float32, in the label's own units.
/// K = 1 for regression; K = C class probabilities for classification.
/// A row of NaN means that the model has no prediction there (its modality is absent).
struct Predictions
{
    std::size_t width = 0; ///< K
    std::vector<float> values; ///< N * K

    std::size_t rows() const { return width == 0 ? 0 : values.size() / width; }
    const float* row(std::size_t i) const { return values.data() + i * width; }
    float* row(std::size_t i) { return values.data() + i * width; }
};

} // namespace btw
