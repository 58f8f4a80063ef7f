// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace btw::weighting {

/// A k-d tree over points of the plane, for distances max(|dx|, |dy|) to the k-th nearest other point.
/// Distances are exact in double: bounds and distances round the same way, so pruning never loses a point.
class ChebyshevTree
{
public:
    /// \param x, y coordinates of N points, finite
    ChebyshevTree(std::span<const double> x, std::span<const double> y);

    /// N: distance of each point to its k-th nearest other point, 1 <= k < N. O(N log N) in all, on OpenMP's
    /// threads; the result does not depend on their number.
    std::vector<double> kthDistances(std::size_t k) const;

private:
    struct Point
    {
        std::array<double, 2> at;
        std::size_t index; ///< row in the caller's order
    };
    struct Node
    {
        std::array<double, 2> low;
        std::array<double, 2> high;
        std::size_t begin;
        std::size_t end;
        std::size_t right; ///< the left child is the next node; 0 for a leaf
    };

    std::size_t build(std::size_t begin, std::size_t end);
    void search(std::size_t node, const Point& query, std::span<double> nearest) const;
    static double distanceToBox(const Node& node, const Point& query);

    std::vector<Point> m_points; ///< in leaf order
    std::vector<Node> m_nodes;
};

} // namespace btw::weighting
