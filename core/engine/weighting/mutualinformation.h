// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/weighting/options.h"
#include "engine/weighting/sortedcolumn.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace btw::weighting {

/// Neighbours of the k-nearest-neighbour estimator (scikit-learn's default).
inline constexpr std::size_t kMutualInformationNeighbours = 3;

/// Plug-in mutual information of two label columns of equal length, in nats; equals scikit-learn's
/// `mutual_info_score`. 0 for empty columns. Labels are any non-negative integers.
double mutualInformationOfLabels(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

/// What the plug-in estimate of two independent columns is too high by on average: (R - 1)(S - 1) / 2n, with
/// R and S the labels that occur (Miller 1955). 0 for empty columns.
double mutualInformationBias(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

/// k-nearest-neighbour mutual information of two columns of finite numbers, in nats, at least 0; equals
/// scikit-learn's `mutual_info_regression(x, y, n_neighbors=k, random_state=0)`: both columns are scaled and
/// jittered (x first, then y), then mutualInformationOfJittered(). N <= k gives 0.
double mutualInformationOfColumns(
    std::span<const double> x, std::span<const double> y, std::size_t k = kMutualInformationNeighbours);

/// Estimator 1 of Kraskov et al. 2004 (eq. 8) on columns that already are scaled and jittered:
/// psi(N) + psi(k) - mean(psi(n_x + 1)) - mean(psi(n_y + 1)), at least 0, where n_x and n_y count the other
/// points with |x_j - x_i| <= nextafter(Chebyshev distance to the k-th neighbour, 0). N <= k gives 0.
/// O(N log N), on OpenMP's threads; the result does not depend on their number.
double mutualInformationOfJittered(
    std::span<const double> x, std::span<const double> y, std::size_t k = kMutualInformationNeighbours);

/// A column as mutualInformationOfColumns() takes it: divided by its population standard deviation, then
/// jittered by the first N of `noise` (standardNormals(); x reads from its beginning, y from N on). To be
/// kept where one column meets many. \param column not empty
SortedColumn jitteredColumn(std::span<const double> column, std::span<const double> noise);

/// mutualInformationOfJittered() of two columns whose order is known.
double mutualInformationOfSorted(const SortedColumn& x, const SortedColumn& y,
    std::size_t k = kMutualInformationNeighbours, Where where = Where::Processor);

} // namespace btw::weighting
