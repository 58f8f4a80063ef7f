// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/classoutcomes.h"

#include <vector>

namespace btw::analysis {

/// What treating by a model is worth at one threshold t (Vickers and Elkin 2006): true positives less false
/// positives, these at the odds of t, per row: TP/n - FP/n * t / (1 - t). Treated is who has p >= t. Treating
/// nobody is worth 0.
struct NetBenefit
{
    double threshold = 0;
    double value = 0; ///< of treating by the model; of a difference: by the first model less by the second
    double low = 0; ///< pointwise bootstrap interval; NaN where fewer than two units can be drawn
    double high = 0;
    double treatAll = 0; ///< of treating everybody
};

/// \param threshold above 0, below 1. NaN of no rows.
double netBenefit(const ClassOutcomes& outcomes, double threshold);

/// The decision curve: net benefit at thresholds 0.01, 0.02 .. 0.99, each with the interval that resampled
/// instances, or groups, give it. p and t are compared as float32, as which predictions are kept.
std::vector<NetBenefit> decisionCurve(const ClassOutcomes& outcomes, const BootstrapOptions& options = {});

/// What the first model's curve is above the second's, paired: both are judged on the same draws.
/// \throws Error when the two do not have the same rows.
std::vector<NetBenefit> decisionCurveDifference(
    const ClassOutcomes& first, const ClassOutcomes& second, const BootstrapOptions& options = {});

} // namespace btw::analysis
