// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <array>
#include <cstdint>

namespace btw::model {

/// What tmc brings: the schedule of Han et al. 2021's released code, and the pseudo-view of Han et al. 2022.
inline constexpr std::array kTmcParameters {
    training::Parameter { "tmc_annealing", {}, { 1, 1e6 }, training::Group::Own, training::kEveryStep,
        "Epochs of annealing",
        "After how many epochs evidence for wrong classes is punished in full; from 0 it grows evenly.",
        "released code", {}, {}, std::int64_t { 50 }, {} },
    training::Parameter { "tmc_pseudo_view", {}, {}, training::Group::Own, training::kMultimodalSteps,
        "Opinion of all together",
        "Whether all embeddings joined give an opinion of their own beside those of the modalities, as in "
        "the "
        "method's later version.",
        "paper", {}, {}, false, {} },
};

} // namespace btw::model
