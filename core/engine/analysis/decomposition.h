// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace btw::analysis {

/// What two columns say about a third, parted (docs/method, "Partial information decomposition"), in nats.
/// The four add up to the mutual information of the third with both together.
struct Decomposition
{
    double first = 0; ///< what the first alone says
    double second = 0;
    double shared = 0; ///< what either says
    double synergy = 0; ///< what only both together say

    double total() const { return first + second + shared + synergy; }
};

/// A programme with more free numbers takes too long. It has at most: labels of y times those of a less one
/// times those of b less one.
inline constexpr std::size_t kMostFreeNumbers = 800;

/// The measure of Bertschinger et al. 2014 ("BROJA"), plug-in: of all joint distributions with the same pairs
/// (y, a) and (y, b), the one in which a and b together say least about y says how much of it is no synergy.
/// A convex programme, solved by an interior-point method to 1e-7.
/// \param y, a, b labels of n rows, any numbers \param counts n, how often each row counts; empty: once
/// \throws btw::Error for columns of unequal lengths, without any row, and above kMostFreeNumbers
Decomposition decompose(std::span<const std::uint32_t> y, std::span<const std::uint32_t> a,
    std::span<const std::uint32_t> b, std::span<const std::uint32_t> counts = {});

} // namespace btw::analysis
