// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/activation.h"

#include <cstdint>

namespace btw::kernels {

/// A linear layer of E experts on rows that are sorted by expert.
struct GroupedLayer
{
    const std::int64_t* counts = nullptr; ///< E: rows of each expert, in order
    std::int64_t experts = 0, in = 0, out = 0;
    const float* x = nullptr; ///< `[R, in]`
    const float* w = nullptr; ///< `[E, in, out]`
};

/// Whether this processor and these widths have kernels.
bool takesWidths(std::int64_t in, std::int64_t out);

/// Activation and dropout after a layer.
struct ActivationAfter
{
    Activation activation = Activation::Gelu;
    Dropout dropout = {};
    float* y = nullptr; ///< `[R, out]` what comes out; none: there is no activation
};

/// The same on the way back, before a layer.
struct ActivationBefore
{
    Activation activation = Activation::Gelu;
    Dropout dropout = {};
    const float* x = nullptr; ///< `[R, in]` what went in; none: there is no activation
};

/// y `[R, out]` = x W_e + b_e, b `[E, out]`. Experts side by side on OpenMP's threads, as below.
void groupedForward(const GroupedLayer& layer, const float* b, float* y, const ActivationAfter& after);

/// Gradients for gradY `[R, out]`, each written whole: gradX `[R, in]` (with an activation before the layer,
/// of what went into that), gradW `[E, in, out]`, gradB `[E, out]`. \returns the sum of the squares of gradW
/// and gradB
double groupedBackward(const GroupedLayer& layer, const float* gradY, float* gradX, float* gradW,
    float* gradB, const ActivationBefore& before);

} // namespace btw::kernels
