// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"
#include "engine/trees/treesettings.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace btw::trees {

/// Boosted trees with fixed settings, for beside a training.
struct ReferenceTrees
{
    std::string name; ///< the modality's, or `all`
    /// Fewer than referenceRounds() where the time was over; 0: it was over before the first round; kTooLarge
    int rounds = 0;
    Predictions predictions; ///< all N rows, NaN where the modality is absent; none without a round
    static constexpr int kTooLarge = -1; ///< left out: more values than the limit
};

/// What keeps them from holding up a training.
struct ReferenceLimits
{
    double seconds = 20; ///< for all of them together
    std::size_t values = 10'000'000; ///< rows times features of one model
};

/// Depth 3, 300 rounds, learning rate 0.03, 64 bins (docs/method, "Boosted trees").
TreeSettings referenceSettings();
int referenceRounds(); ///< 300

/// One model on each modality, in the cohort's order, grown on the training rows that have it; then `all`, on
/// every training row. Validation and test rows are only predicted. `all` is grown first, and models run
/// side by side on OpenMP threads, each on one: what is whole does not depend on their number.
/// \param stopped asked often, on the calling thread; once it says true, the result is empty.
/// \throws btw::Error without training rows.
std::vector<ReferenceTrees> fitReferenceTrees(const data::Cohort& cohort, const ReferenceLimits& limits = {},
    const std::function<bool()>& stopped = {});

} // namespace btw::trees
