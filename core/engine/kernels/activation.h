// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/dropout.h"

#include <cstdint>

namespace btw::kernels {

/// A part of matrices `[_, width]`.
struct Block
{
    std::int64_t first = 0; ///< place of its first entry
    std::int64_t rows = 0, columns = 0;
    std::int64_t width = 0;
};

enum class Activation : std::uint8_t {
    Relu,
    Gelu ///< x Phi(x) (Hendrycks & Gimpel 2016), Phi within 2e-7 of double precision
};

/// y = activation(x), then dropout, within a block: of what a product has just left in a cache, instead of
/// four more walks over memory. \param x, y the whole matrices
void activate(Activation activation, const Dropout& dropout, const Block& block, const float* x, float* y);

/// \param gradient of y, becomes that of x
void activateBackward(
    Activation activation, const Dropout& dropout, const Block& block, const float* x, float* gradient);

} // namespace btw::kernels
