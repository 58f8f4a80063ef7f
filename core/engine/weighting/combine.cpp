// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/combine.h"

#include "engine/weighting/kl.h"
#include "engine/weighting/names.h"

#include <algorithm>

namespace btw::weighting {

namespace {

// Absent modalities have score 0 and stay there.
void normaliseRows(std::vector<double>& scores, std::size_t count)
{
    for (std::size_t begin = 0; begin < scores.size(); begin += count) {
        double sum = 0;
        for (std::size_t m = 0; m < count; ++m) {
            sum += scores[begin + m];
        }
        for (std::size_t m = 0; m < count && sum > 0; ++m) {
            scores[begin + m] /= sum;
        }
    }
}

void rescaleRows(std::vector<double>& weights, std::span<const std::uint8_t> present, std::size_t count)
{
    for (std::size_t begin = 0; begin < weights.size(); begin += count) {
        double presentCount = 0;
        for (std::size_t m = 0; m < count; ++m) {
            presentCount += present[begin + m] != 0 ? 1 : 0;
        }
        for (std::size_t m = 0; m < count; ++m) {
            weights[begin + m] *= presentCount;
        }
    }
}

} // namespace

std::vector<double> localShares(
    const std::vector<double>& kl, std::span<const std::uint8_t> present, std::size_t modalities)
{
    std::vector<double> local(kl.size(), 0);
    for (std::size_t cell = 0; cell < local.size(); ++cell) {
        if (present[cell] != 0) {
            local[cell] = std::max(kl[cell], kScoreFloor);
        }
    }
    normaliseRows(local, modalities);
    return local;
}

std::vector<double> combineWeights(std::vector<double> shares, const std::vector<double>& factors,
    std::span<const std::uint8_t> present, Variant variant, bool rescale)
{
    const std::size_t count = factors.size();
    for (std::size_t cell = 0; cell < shares.size(); ++cell) {
        shares[cell] = present[cell] != 0 ? shares[cell] * factors[cell % count] : 0;
    }
    if (!factsOf(variant).fixed) {
        normaliseRows(shares, count);
        if (rescale) {
            rescaleRows(shares, present, count);
        }
    }
    return shares;
}

} // namespace btw::weighting
