// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <array>
#include <cstdint>

namespace btw::model {

/// What mult brings in place of the encoders' and the mixture's sizes, which it does not read: the sizes of
/// Tsai et al. 2019's released code, which has several dropouts where there is one here.
inline constexpr std::array kMultParameters {
    training::Parameter { "mult_width", {}, { 2, 65536 }, training::Group::Own, training::kEveryStep,
        "Width of a step", "Numbers that a step of each modality becomes.", "released code", {}, {},
        std::int64_t { 30 }, {} },
    training::Parameter { "mult_heads", {}, { 1, 1024 }, training::Group::Own, training::kEveryStep,
        "Attention heads", "Heads of each attention; they share the width of a step, which they must divide.",
        "released code", {}, {}, std::int64_t { 5 }, {} },
    training::Parameter { "mult_layers", {}, { 1, 64 }, training::Group::Own, training::kEveryStep,
        "Transformer layers", "Layers of each transformer, between modalities and within one.",
        "released code", {}, {}, std::int64_t { 5 }, {} },
    training::Parameter { "mult_dropout", {}, { 0, 1, false, true }, training::Group::Own,
        training::kEveryStep, "Transformer dropout",
        "Dropout on steps, attention, feed-forward blocks and residuals of the transformers.",
        "released code", {}, {}, 0.1, {} },
};

} // namespace btw::model
