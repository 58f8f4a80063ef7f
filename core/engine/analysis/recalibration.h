// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/statistic.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace btw::analysis {

/// Logistic recalibration of the probability of an outcome (Cox 1958, "Two further applications of a model
/// for binary regression"; Van Calster et al. 2019, "Calibration: the Achilles heel of predictive
/// analytics"): logit P(outcome) = intercept + slope * logit p, p clipped at 1e-15, by maximum likelihood.
class Recalibration
{
public:
    /// \param happened, p n values each: 1 where the outcome happened, and its probability
    Recalibration(std::vector<std::uint8_t> happened, const std::vector<double>& p);

    /// The calibration slope: 1 of a calibrated model, below 1 of one that is too sure. NaN where the
    /// likelihood has no single maximum: every p equal, one outcome alone, or outcomes that p separates.
    double slope(const Multiplicity& drawn) const;
    /// The calibration intercept, slope fixed at 1: 0 of a calibrated model, below 0 of one whose
    /// probabilities are too high. NaN with one outcome alone, where p separates the outcomes, and where
    /// probabilities of 0 and 1 leave it undetermined (a standard error above 1,000).
    double intercept(const Multiplicity& drawn) const;

    /// The intercept at logit 0 and the slope of the sample itself, fitted together; NaN as slope().
    std::pair<double, double> line() const { return maximum(Multiplicity(m_logits.size(), 1)); }

private:
    enum class Overlap { None, EqualP, Overlapping };
    Overlap overlap(const Multiplicity& drawn) const;
    /// Minus the logarithm, with its derivatives by level and slope.
    struct Likelihood
    {
        double loss = 0;
        double byLevel = 0, bySlope = 0;
        double levelLevel = 0, levelSlope = 0, slopeSlope = 0;
    };
    /// The maximum: intercept at logit 0, and slope. NaN where there is none.
    std::pair<double, double> maximum(const Multiplicity& drawn) const;
    /// Of scores level + slope * (logit - centre).
    Likelihood likelihood(const Multiplicity& drawn, double centre, double level, double slope) const;

    std::vector<std::uint8_t> m_happened;
    std::vector<double> m_logits;
    /// Where the search of a slope begins: the maximum of the sample itself, which its resamples lie near.
    double m_startIntercept = 0; ///< at logit 0
    double m_startSlope = 0;
};

/// What line() makes of the probabilities of two classes: the second one's logit times the slope, plus the
/// intercept. NaN stays.
Predictions recalibrated(const Predictions& predictions, const std::pair<double, double>& line);

enum class CalibrationMetric { Slope, Intercept };

/// Of two classes, by the probability of the second. (Of more, calibrationCurve() has each against the rest:
/// their mean would say nothing, since one class is held too probable where others are not.)
/// \param labels n class indices. \param probabilities `[n, 2]` row-major.
Statistic calibrationStatistic(
    CalibrationMetric metric, const std::vector<int>& labels, const std::vector<double>& probabilities);

} // namespace btw::analysis
