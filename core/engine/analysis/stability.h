// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/erroranalysis.h"
#include "engine/analysis/statistic.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace btw::analysis {

/// What the paper's title claims, variance stabilization, as figures (docs/method, "The title's claim,
/// measured").

/// ln of the variance of a model's residuals, as metricStatistic() and foldDifference() take it. No metric of
/// a run: metricNames() has it not. Residuals are y - f, or of classes the indicators of the class less p,
/// whose variances over the classes are added; of two classes that is twice the variance of y - p. The
/// difference baseline - weighted is the log ratio of both, positive where the weighted residuals vary less.
/// NaN where they do not vary.
inline constexpr std::string_view kLogResidualVariance = "log_residual_variance";

/// Resamples that btw analyse and btw compare draw of what stands here.
inline constexpr std::size_t kStabilityResamples = 2000;

/// That statistic of a model. \param residuals `[n, width]` row-major
Statistic logVarianceStatistic(const std::vector<double>& residuals, std::size_t width);

/// Sample standard deviation (n - 1) of each weight over epochs. \param epochs of each, `[N * M]` weights
/// \return `[N * M]`, NaN for fewer than two epochs. \throws btw::Error where epochs differ in size
std::vector<double> deviationsOverEpochs(const std::vector<std::vector<float>>& epochs);

/// How common the label of each analysed instance is among them. Regression: the density curve `all` at the
/// label, linear between its points; 0 without a curve. Classes: the share of the class.
std::vector<double> labelDensities(const ErrorAnalysis& errors);

/// Corrections and mistakes among instances whose labels are about as common.
struct DensityBand
{
    double low = 0; ///< the least density of its instances
    double high = 0; ///< the greatest
    std::vector<std::size_t> places; ///< of its instances among the analysed ones
    std::int64_t corrections = 0;
    std::int64_t mistakes = 0;
};

/// Bands of equal size from rare to common labels, cut at the quantiles of the densities (numpy's default),
/// so that equal densities stay together; at most five, and no more than one for every 10 instances.
std::vector<DensityBand> correctionsByDensity(const ErrorAnalysis& errors);

/// Spearman's rank correlation of an instance's label density with its being a correction, densities and
/// corrections fixed: positive where common labels are corrected more often. NaN where fewer than 10
/// instances are corrections, or are none, of which nothing can be told, and where every label is as common.
/// \param groups empty, or one an analysed instance
Interval densityCorrelation(const ErrorAnalysis& errors, const std::vector<std::string>& groups,
    const BootstrapOptions& options = {});

} // namespace btw::analysis
