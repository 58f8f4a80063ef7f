// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/late/poolfit.h"

namespace btw::systems {

/// What scores are multiplied by, and what is added to the last of them (two classes, regression): as sure as
/// validation rows allow.
struct Calibration
{
    double slope = 1; ///< 1 over the temperature
    double intercept = 0;

    Eigen::MatrixXd of(Eigen::MatrixXd scores) const;
};

/// Slope and intercept of scores `[n, K]` (two classes, regression), or one slope, with the least mean loss.
/// Means of several fits are right more often than their probabilities say. The slope is held within 1/2 and
/// 2; one of 0 or less, with which the rows contradict the scores, is not used.
/// \param rows task, outputs and labels of the scores' rows
Calibration calibrationOf(const PoolRows& rows, const Eigen::MatrixXd& scores);

} // namespace btw::systems
