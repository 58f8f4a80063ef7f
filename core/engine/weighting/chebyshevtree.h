// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace btw::weighting {

/// A k-d tree over points of the plane, for distances max(|dx|, |dy|) to the k-th nearest other point.
/// Distances are exact in double: bounds and distances round the same way, so pruning never loses a point.
class ChebyshevTree
{
public:
    /// O(N log N), on OpenMP's threads.
    /// \param x, y coordinates of N < 2^32 points, finite
    ChebyshevTree(std::span<const double> x, std::span<const double> y);

    /// N: distance of each point to its k-th nearest other point, 1 <= k < N. O(N log N) in all, on OpenMP's
    /// threads; the result does not depend on their number.
    std::vector<double> kthDistances(std::size_t k) const;

private:
    using Box = std::array<double, 4>; ///< least x, least y, greatest x, greatest y
    struct Point
    {
        std::array<double, 2> at;
        std::uint32_t row; ///< in the caller's order
    };
    struct Search;

    void build(std::vector<Point>& points, std::size_t node, std::size_t firstLeaf, std::size_t endLeaf);
    Box boxOf(std::size_t leaf) const;
    void search(std::size_t node, std::size_t firstLeaf, std::size_t endLeaf, Search& query) const;
    void searchLeaves(
        std::size_t begin, std::size_t end, std::size_t k, std::vector<double>& distances) const;

    // The shape follows from the number of leaves: a node's left child is the next node, and a subtree of L
    // leaves has 2 L - 1 nodes.
    std::vector<Box> m_boxes;
    // In leaf order; all leaves are full but the last, which points at infinity fill.
    std::vector<double> m_x;
    std::vector<double> m_y;
    std::vector<std::uint32_t> m_rows;
};

} // namespace btw::weighting
