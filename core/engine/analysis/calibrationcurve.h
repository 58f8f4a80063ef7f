// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/classoutcomes.h"

#include <array>
#include <cstddef>
#include <vector>

namespace btw::analysis {

/// Rows whose probabilities lie between two deciles.
struct CalibrationBin
{
    std::size_t n = 0;
    double mean = 0; ///< of their probabilities
    double observed = 0; ///< the share to whom the outcome happened
    double low = 0; ///< Wilson's 95% interval of that share; NaN with groups, whose rows are not independent
    double high = 0;
    std::size_t people = 0; ///< groups, or rows
};

struct CalibrationPoint
{
    double p = 0;
    double observed = 0;
};

/// How far the probabilities of one class can be taken at their word, on one split: never of predictions that
/// were averaged or pooled over folds, repeats or seeds.
struct CalibrationCurve
{
    static constexpr std::size_t kHistogramBins = 20;
    /// Rows by their p, [k/20, (k+1)/20), the last one closed.
    using Histogram = std::array<std::size_t, kHistogramBins>;

    double slope = 0; ///< Recalibration::slope()
    double intercept = 0; ///< Recalibration::intercept()
    /// Rows cut at the nine deciles of p (numpy's, a tie with a decile goes below it, as scikit-learn's
    /// calibration_curve with strategy "quantile"); bins that ties leave empty are not there.
    std::vector<CalibrationBin> deciles;
    /// The observed share as a smooth function of p: localLinear() with a span of 2/3 at 51 points from the
    /// least to the greatest p, held within 0 and 1. Empty with fewer than 10 rows of either outcome.
    std::vector<CalibrationPoint> smooth;
    Histogram happened {}; ///< of rows to whom the outcome happened
    Histogram others {};
};

CalibrationCurve calibrationCurve(const ClassOutcomes& outcomes);

} // namespace btw::analysis
