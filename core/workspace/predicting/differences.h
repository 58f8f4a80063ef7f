// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/bootstrap.h"
#include "workspace/predicting/predicting.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace btw::predicting {

/// How a modality of new people differs from that of the training rows.
struct ModalityDifference
{
    std::string modality;
    /// The feature that differs most, and its standardised mean difference with the sampling error of that:
    /// d = (mean here - mean there) / sqrt((variance here + variance there) / 2), and
    /// sqrt(1/n + 1/m + d^2 / 2(n + m)) (Hedges and Olkin 1985). NaN where no feature is known on both sides.
    std::string feature;
    double smd = std::numeric_limits<double>::quiet_NaN();
    double smdError = std::numeric_limits<double>::quiet_NaN();
    /// The modality's own model, by the primary figure; NaN without labels, or without such a model.
    analysis::Interval figureHere { std::numeric_limits<double>::quiet_NaN(),
        std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN(), 0, 0, 0 };
    double figureThere = std::numeric_limits<double>::quiet_NaN(); ///< on the training's test rows
};

/// How well a model did on people whose labels are known.
struct External
{
    analysis::EvaluationSet set; ///< people with a label
    std::size_t labelled = 0; ///< those with a prediction, too
    std::vector<std::pair<std::string, analysis::Interval>>
        metrics; ///< every one of the task, as tables show them
    /// Of two classes: intercept and slope that bring the probabilities to what happened here, and the
    /// figures with them. They are fitted to the same people, so these figures are the best that two numbers
    /// can make of them. NaN and empty where they cannot be fitted.
    std::pair<double, double> recalibration { std::numeric_limits<double>::quiet_NaN(),
        std::numeric_limits<double>::quiet_NaN() };
    std::vector<std::pair<std::string, analysis::Interval>> recalibrated;
    std::vector<ModalityDifference> differences; ///< one a modality; also without labels
};

External judge(const TrainedModel& model, const data::Cohort& people, const PeoplePredictions& predictions);

} // namespace btw::predicting
