// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <array>

namespace btw::model {

/// What i2moe brings: the weight and temperature of Xin et al. 2025, with values of their released commands.
/// A model of one modality has one expert and reads none.
inline constexpr std::array kI2moeParameters {
    training::Parameter { "i2moe_interaction", {}, { 0, 1e6 }, training::Group::Own,
        training::kMultimodalSteps, "Weight of the interactions",
        "How much it counts that each expert keeps to its kind of information; over the number of experts.",
        "released code", {}, {}, 0.5, {} },
    training::Parameter { "i2moe_temperature", {}, { 0, 1e6, true, false }, training::Group::Own,
        training::kMultimodalSteps, "Temperature of the experts' weights",
        "How evenly the experts share a person: a large one gives all of them similar weights.",
        "released code", {}, {}, 1.0, {} },
};

} // namespace btw::model
