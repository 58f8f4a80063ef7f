// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/weighting/sortedcolumn.h"
#include "engine/weighting/weigher.h"

#include <cstdint>
#include <vector>

namespace btw::weighting {

/// From so many points on it is worth the way to a GPU and back. An estimate: below, the processor takes a
/// few milliseconds.
inline constexpr std::size_t kDeviceFrom = 20000;

/// N each, in the order of the column: points within the distance to the k-th neighbour, the own included.
struct NeighbourCounts
{
    std::vector<std::uint32_t> x;
    std::vector<std::uint32_t> y;
};

/// The counts of mutualInformationOfSorted(), exactly. \returns false where the processor has to do it: fewer
/// than kDeviceFrom points, no GPU, no kernels, or a GPU without enough memory.
bool countNeighboursOnDevice(
    const SortedColumn& x, const SortedColumn& y, std::size_t k, NeighbourCounts& counts);

/// One modality's divergences. \param variances of its predictions, then of the multimodal ones; both empty
/// for classification \param kl `[N]`, written \returns false as countNeighboursOnDevice(), or where a row of
/// an instance that has the modality is not what a prediction may be: the processor finds out which.
bool divergencesOnDevice(const Predictions& unimodal, const std::vector<double>& unimodalVariances,
    const Predictions& multimodal, const std::vector<double>& multimodalVariances,
    const std::vector<std::uint8_t>& present, std::vector<double>& kl);

} // namespace btw::weighting
