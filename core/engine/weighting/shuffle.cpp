// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/shuffle.h"

#include "engine/data/random.h"

#include <algorithm>
#include <map>
#include <utility>

namespace btw::weighting {

std::vector<float> shuffledWeights(const std::vector<float>& weights,
    const std::vector<std::uint8_t>& present, const std::vector<Split>& splits, std::uint64_t seed)
{
    const std::size_t count = weights.size() / splits.size();
    const auto at = [count](std::size_t i) { return static_cast<std::ptrdiff_t>(i * count); };
    std::map<std::pair<Split, std::vector<std::uint8_t>>, std::vector<std::size_t>> alike;
    for (std::size_t i = 0; i < splits.size(); ++i)
        alike[{ splits[i], { present.begin() + at(i), present.begin() + at(i + 1) } }].push_back(i);
    data::Random random(seed);
    std::vector<float> shuffled(weights.size());
    for (const auto& [kind, rows] : alike) {
        auto from = rows;
        random.shuffle(from);
        for (std::size_t r = 0; r < rows.size(); ++r)
            std::copy_n(weights.begin() + at(from[r]), count, shuffled.begin() + at(rows[r]));
    }
    return shuffled;
}

} // namespace btw::weighting
