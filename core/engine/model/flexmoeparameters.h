// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <array>
#include <cstdint>

namespace btw::model {

/// The most modalities that flexmoe takes: its bank has a stand-in for each that is absent, for each of the
/// 2^M ways to be absent.
inline constexpr std::int64_t kFlexmoeMostModalities = 10;

/// What flexmoe brings: sizes and weight of Yun et al. 2024, with the values of their released code.
inline constexpr std::array kFlexmoeParameters {
    training::Parameter { "flexmoe_experts", {}, { 2, 256 }, training::Group::Own, training::kEveryStep,
        "Experts",
        "Networks that an embedding may be sent to; four modalities can be present in 15 combinations.",
        "released code", {}, {}, std::int64_t { 16 }, {} },
    training::Parameter { "flexmoe_chosen", {}, { 1, 256 }, training::Group::Own, training::kEveryStep,
        "Experts of an embedding", "How many experts each embedding is sent to.", "released code", {}, {},
        std::int64_t { 4 }, {} },
    training::Parameter { "flexmoe_routing", {}, { 0, 1e6 }, training::Group::Own, training::kEveryStep,
        "Weight of the routing",
        "How much it counts that people with every modality are shared evenly by the experts, and that the "
        "others are sent to the expert of the modalities that they have.",
        "released code", {}, {}, 0.01, {} },
};

} // namespace btw::model
