// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/weighting/options.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace btw::weighting {

/// What a conditional variance is estimated from: one regression model's predictions of N instances.
struct VarianceInputs
{
    std::string model; ///< name of the modality, or "multimodal"; for messages
    std::span<const float> predictions; ///< N
    std::span<const std::uint8_t> present; ///< N; rows that this model predicts. Empty: all
    std::span<const double> y; ///< N; NaN is unknown
    std::span<const Split> splits; ///< N
    std::span<const std::string> ids; ///< N; for messages
};

/// Neighbours pooled for n validation rows: round(sqrt(n)), at least 5, at most n - 1.
std::size_t neighbourCount(std::size_t validationRows);

/// Smallest variance in use: 1e-6 * max(population variance of y over training rows, 1e-12).
/// \throws btw::Error where there is no training row, or one's label is unknown.
double varianceFloor(
    std::span<const double> y, std::span<const Split> splits, std::span<const std::string> ids);

/// The conditional variance v_i of docs/method, in squared units of y, at least `floor`; NaN where absent.
///  - Neighbours: mean squared residual of the k nearest validation predictions (absolute difference; equal
///    ones by row order); a validation instance leaves itself out. O((N + n_val) log n_val + N k).
///  - Global: mean squared residual of the validation split.
///  - ResidualLabels: the instance's own squared residual. Reads every label; for replication only.
/// Labels are read only where the policy says so.
/// \throws btw::Error for an unknown label that is needed, a non-finite prediction, no validation split, or
///         fewer than 2 validation rows that the model predicts.
std::vector<double> conditionalVariance(const VarianceInputs& inputs, Variance policy, double floor);

} // namespace btw::weighting
