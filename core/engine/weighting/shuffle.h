// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstdint>
#include <vector>

namespace btw::weighting {

/// The weights of instances handed to others of the same split with the same modalities, all of an
/// instance's together: what is left of a weighting when it is no longer about the person.
/// \param weights, present `[N, M]`
std::vector<float> shuffledWeights(const std::vector<float>& weights,
    const std::vector<std::uint8_t>& present, const std::vector<Split>& splits, std::uint64_t seed);

} // namespace btw::weighting
