// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/models.h"

#include <optional>
#include <string>
#include <vector>

namespace btw::experiments {

/// What a row's standard deviation runs over.
enum class Spread { Seeds, Folds, People };

/// One model, one metric, beside the baseline.
struct ComparisonRow
{
    Model model;
    std::string metric;
    std::size_t seeds = 0;
    std::size_t folds = 0;
    std::size_t rows = 0; ///< test rows, each once
    std::size_t people = 0; ///< groups, or rows
    double mean = 0;
    double std = 0; ///< NaN for fewer than two
    /// Its figure less the baseline's, in the metric's own unit; none for the baseline, and
    /// where both have no fold and seed in common on which the metric is defined.
    std::optional<analysis::FoldDifference> difference;
    double adjustedP = 1; ///< Holm's over the other models of the metric, of the larger p
    /// Of AUROC: Models::delongP() of it and the baseline.
    std::optional<double> delongP;
    std::size_t leftOut = 0; ///< cells that only it or only the baseline has
    /// ln of the baseline's residual variance over its own: positive where its residuals vary less. None
    /// where it was not asked for, for the baseline, and where it is undefined.
    std::optional<analysis::FoldDifference> logVarianceRatio;
};

/// \param baseline Model::name(); empty: the first that is named moe:none, else the first model
/// \param withVariances fills logVarianceRatio, too
/// \throws btw::Error for a baseline that is not there, and a metric that the task has not
std::vector<ComparisonRow> compare(Models& models, const std::vector<std::string>& metrics,
    const QString& baseline, Spread spread, bool withVariances = false);

} // namespace btw::experiments
