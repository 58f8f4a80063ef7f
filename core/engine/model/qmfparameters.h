// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <array>

namespace btw::model {

/// What qmf brings: the weight of Zhang et al. 2023, which their released code has at 1.
inline constexpr std::array kQmfParameters {
    training::Parameter { "qmf_ranking", {}, { 0, 1e6 }, training::Group::Own, training::kEveryStep,
        "Weight of the ranking",
        "How much it counts that a modality is the more confident of a person the better it has "
        "predicted that person so far.",
        "released code", {}, {}, 1.0, {} },
};

} // namespace btw::model
