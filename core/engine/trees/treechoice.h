// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/trees/boostedtrees.h"

#include <functional>
#include <optional>
#include <vector>

namespace btw::trees {

/// One point of the grid, and how it did on the validation rows.
struct TreeCandidate
{
    TreeSettings settings; ///< `rounds`: the best of the curve
    double validationLoss = 0; ///< log loss, or mean absolute error
};

struct ChosenTrees
{
    BoostedTrees model;
    TreeCandidate chosen;
    std::vector<TreeCandidate> candidates; ///< the grid in order
};

/// Depth 2, 3, 4 by learning rate 0.03, 0.1, each up to 300 rounds.
std::vector<TreeSettings> defaultGrid();

/// Grows each point of the grid on the training rows, keeps the number of rounds with the least validation
/// loss (growth ends 50 rounds after the last improvement; of equals the fewer), then the point with the
/// least; of equals the first. The chosen model is the one that was judged: it is not grown again.
///
/// Points run on OpenMP threads; the result does not depend on their number.
/// \param stopped asked often, on the calling thread; once it says true, there is no result.
/// \throws btw::Error without training or validation rows, or for an empty grid.
std::optional<ChosenTrees> chooseTrees(const FeatureTable& table, const data::Cohort& cohort,
    const std::vector<std::size_t>& training, const std::vector<std::size_t>& validation,
    const std::vector<TreeSettings>& grid = defaultGrid(), const std::function<bool()>& stopped = {});

} // namespace btw::trees
