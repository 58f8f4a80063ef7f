// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/statistic.h"

#include <vector>

namespace btw::analysis {

/// Metrics that need only the counts of (true class, predicted class).
enum class ConfusionMetric {
    Accuracy,
    MacroF1, ///< mean over the classes that have rows: one without is left out
    WeightedF1 ///< mean over classes by their number of true instances
};

/// \param truth class per instance, -1 where the instance does not take part. \param predicted likewise
/// 0..C-1.
Statistic confusionStatistic(ConfusionMetric metric, const std::vector<int>& truth,
    const std::vector<int>& predicted, std::size_t classCount);

/// The mean of a per-instance value. \param values n.
Statistic meanStatistic(std::vector<double> values);

} // namespace btw::analysis
