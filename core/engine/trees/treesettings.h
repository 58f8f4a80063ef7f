// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::trees {

/// How boosted trees are grown; the names in brackets are XGBoost's. What is not here is fixed: `tree_method`
/// hist, `base_score` 0.5 (regression: the mean training label).
/// docs/method, "Boosted trees", has the reasons.
struct TreeSettings
{
    int depth = 3; ///< [max_depth] splits from the root to a leaf, at least 1
    int rounds = 300; ///< trees (a class, for more than two), at least 1
    double eta = 0.03; ///< [eta] how much of each tree counts, above 0, at most 1
    double lambda = 1; ///< [lambda] L2 penalty of a leaf's value
    double minChildWeight = 1; ///< [min_child_weight] least sum of second derivatives in a leaf
    double rowShare = 0.8; ///< [subsample] of the training rows that each round draws, above 0, at most 1
    double columnShare = 0.8; ///< [colsample_bytree] of the features that each tree draws
    int maxBins = 256; ///< [max_bin] of a feature's histogram
    std::uint64_t seed = 0; ///< [seed]
    int threads = 1; ///< [nthread]; with 1 the same data give the same bits everywhere
};

} // namespace btw::trees
