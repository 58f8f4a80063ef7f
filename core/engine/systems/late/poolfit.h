// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>

#include <cstddef>
#include <functional>
#include <vector>

namespace btw::systems {

/// What a pool of modalities is fitted on: n rows, M modalities, K outputs a row (C classes, or 1).
struct PoolRows
{
    Task task = Task::Classification;
    std::size_t outputs = 1; ///< K
    Eigen::VectorXd offsets; ///< K: log class shares; 0 for regression
    /// M matrices `[n, K]`: what each modality says (docs/method, "Late fusion"), 0 where it is absent.
    std::vector<Eigen::MatrixXd> evidence;
    Eigen::VectorXd y; ///< n: class indices, or standardised labels
    std::vector<std::size_t> intercept; ///< n: which of `intercepts` a row has
    std::size_t intercepts = 1; ///< B

    std::size_t size() const { return static_cast<std::size_t>(y.size()); }
};

/// Believed scores: offsets + b + sum over m of c_m evidence_m.
struct PoolFit
{
    Eigen::VectorXd c; ///< M, >= 0
    Eigen::MatrixXd b; ///< `[B, K]`; of classes the first has 0
};

struct PoolOptions
{
    double penalty = 0; ///< of the sum of squares of c, beside the mean loss of a row
    bool equal = false; ///< one c for all modalities
    double tolerance = 1e-9; ///< of c and b, where iterations end
};

/// Minimises the weighted mean loss of a row (cross-entropy, or the absolute error, whose kink is rounded at
/// 1e-6) plus the penalty, c >= 0, the intercepts free but for a ridge of 1e-6, by Newton's method with
/// projection (Bertsekas 1982). \param counts n, how often each row counts; empty: once
PoolFit fitPool(const PoolRows& rows, const PoolOptions& options, const Eigen::VectorXd& counts = {},
    const PoolFit* start = nullptr);

/// The scores of rows with these intercepts, `[n, K]`.
Eigen::MatrixXd poolScores(const PoolRows& rows, const PoolFit& fit);

/// Mean loss of a row, without the penalty: cross-entropy in nats, or the absolute error. \param used rows
/// that count; empty: all
double poolLoss(const PoolRows& rows, const PoolFit& fit, const std::vector<std::size_t>& used = {});

} // namespace btw::systems
