// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/weighting/options.h"

#include <cstdint>
#include <span>
#include <vector>

namespace btw::weighting {

/// k_m,i of docs/method: divergences `[N, M]`, at least kScoreFloor, as shares of each instance; 0 where
/// absent. \param present `[N, M]`
std::vector<double> localShares(
    const std::vector<double>& kl, std::span<const std::uint8_t> present, std::size_t modalities);

/// The weights of a variant from what instances say (`[N, M]`: localShares(), or ones) and what modalities
/// say (`factors`, M: i_m, c_m or kl-global's mean, or ones). Those of a fixed variant are what the factors
/// say; all others sum to 1. \param rescale multiplies by the number of modalities that an instance has
std::vector<double> combineWeights(std::vector<double> shares, const std::vector<double>& factors,
    std::span<const std::uint8_t> present, Variant variant, bool rescale);

} // namespace btw::weighting
