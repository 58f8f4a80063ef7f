// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/statistic.h"

#include <cstdint>
#include <vector>

namespace btw::analysis {

enum class RankingMetric {
    Auroc, ///< area under the ROC curve, ties count one half
    Auprc ///< average precision: sum over distinct thresholds of (recall step) * precision
};

/// One against the rest. Binary: class 1 by its probability. More classes: the mean over those with both
/// outcomes among the drawn instances; NaN when there is none.
/// \param labels n class indices. \param probabilities `[n, C]` row-major.
Statistic rankingStatistic(RankingMetric metric, const std::vector<int>& labels,
    const std::vector<double>& probabilities, std::size_t classCount);

} // namespace btw::analysis
