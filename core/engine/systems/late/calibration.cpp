// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/late/calibration.h"

#include "engine/goldensection.h"

#include <algorithm>

namespace btw::systems {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A mean of five fits is a little less sure than it could be: a slope beyond this is what chance makes of
/// few validation rows.
constexpr double kMostSlope = 2;
constexpr double kMostIntercept = 20; ///< in logits, or standard deviations of the label

/// Mean loss of the scores times `slope`, the last one plus `intercept`.
double calibratedLoss(const PoolRows& rows, double slope, double intercept)
{
    PoolFit fit { VectorXd::Constant(1, slope), MatrixXd::Zero(1, static_cast<Index>(rows.outputs)) };
    fit.b(0, static_cast<Index>(rows.outputs) - 1) = intercept;
    return poolLoss(rows, fit);
}

} // namespace

MatrixXd Calibration::of(MatrixXd scores) const
{
    scores *= slope;
    scores.col(scores.cols() - 1).array() += intercept;
    return scores;
}

Calibration calibrationOf(const PoolRows& labelled, const MatrixXd& scores)
{
    Calibration found;
    PoolRows rows;
    rows.task = labelled.task;
    rows.outputs = labelled.outputs;
    rows.offsets = VectorXd::Zero(static_cast<Index>(rows.outputs));
    rows.evidence = { scores };
    rows.y = labelled.y;
    rows.intercept.assign(rows.size(), 0);
    if (rows.outputs > 2) {
        found.slope = leastBetween(
            1 / kMostSlope, kMostSlope, [&](double slope) { return calibratedLoss(rows, slope, 0); });
        return found;
    }
    const auto fit = fitPool(rows, {});
    // A slope of 0 says that validation rows contradict the scores: they are left as they are.
    if (fit.c(0) <= 0)
        return found;
    found.slope = std::clamp(fit.c(0), 1 / kMostSlope, kMostSlope);
    found.intercept = found.slope == fit.c(0)
        ? fit.b(0, static_cast<Index>(rows.outputs) - 1)
        : leastBetween(-kMostIntercept, kMostIntercept,
            [&](double intercept) { return calibratedLoss(rows, found.slope, intercept); });
    return found;
}

} // namespace btw::systems
