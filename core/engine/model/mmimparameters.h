// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <array>

namespace btw::model {

/// What mmim brings: the weights of Han et al. 2021, with the values of their released code, where 0.1 stands
/// before a sum over the 16 numbers of an embedding, for which a mean is taken here. A model of one modality
/// has nothing to share and reads none.
inline constexpr std::array kMmimParameters {
    training::Parameter { "mmim_between", {}, { 0, 1e6 }, training::Group::Own, training::kMultimodalSteps,
        "Weight of what modalities share",
        "How much it counts that the embedding of each modality can be told from that of each other.",
        "released code", {}, {}, 1.6, {} },
    training::Parameter { "mmim_fusion", {}, { 0, 1e6 }, training::Group::Own, training::kMultimodalSteps,
        "Weight of what the fusion keeps",
        "How much it counts that the embedding of each modality can be told from what all together became.",
        "released code", {}, {}, 0.1, {} },
};

} // namespace btw::model
