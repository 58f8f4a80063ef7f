// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/chebyshevtree.h"

#include "engine/parallelerror.h"
#include "engine/vectorised.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::weighting {

namespace {

/// Points a leaf. They are searched for side by side: as many doubles as the widest registers hold.
constexpr std::size_t kLanes = 8;
constexpr std::size_t kLeavesATask = 512;
constexpr std::size_t kLeavesABlock = 64;
constexpr std::size_t kParallelBlocks = 4;
constexpr double kFar = std::numeric_limits<double>::infinity();

std::size_t middleOf(std::size_t firstLeaf, std::size_t endLeaf)
{
    return firstLeaf + (endLeaf - firstLeaf + 1) / 2;
}

inline double smaller(double a, double b) { return a < b ? a : b; }
inline double greater(double a, double b) { return a > b ? a : b; }

inline double distance(double x, double y, double otherX, double otherY)
{
    return greater(std::abs(otherX - x), std::abs(otherY - y));
}

using Box = std::array<double, 4>;
constexpr Box kNothing = { kFar, kFar, -kFar, -kFar };

inline void widen(Box& box, double x, double y)
{
    box = { smaller(x, box[0]), smaller(y, box[1]), greater(x, box[2]), greater(y, box[3]) };
}

/// Meets the points of a leaf (x, y) with those of another, or with each other. `nearest` holds the k
/// smallest distances of each point so far, ascending: `[k, kLanes]`. What follows is this for k = 3, in
/// registers.
BTW_VECTORISED void meet(const double* x, const double* y, const double* otherX, const double* otherY,
    bool isSame, std::size_t k, double* nearest)
{
    for (std::size_t j = 0; j < kLanes; ++j) {
#pragma omp simd
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const bool isSelf = isSame && lane == j;
            double d = isSelf ? kFar : distance(x[lane], y[lane], otherX[j], otherY[j]);
            for (std::size_t slot = 0; slot < k; ++slot) {
                const double before = nearest[slot * kLanes + lane];
                nearest[slot * kLanes + lane] = smaller(before, d);
                d = greater(before, d);
            }
        }
    }
}

BTW_VECTORISED void meetThree(
    const double* x, const double* y, const double* otherX, const double* otherY, double* nearest)
{
#pragma omp simd
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        double first = nearest[lane];
        double second = nearest[kLanes + lane];
        double third = nearest[2 * kLanes + lane];
        for (std::size_t j = 0; j < kLanes; ++j) {
            const double d = distance(x[lane], y[lane], otherX[j], otherY[j]);
            third = smaller(third, greater(second, d));
            second = smaller(second, greater(first, d));
            first = smaller(first, d);
        }
        nearest[lane] = first;
        nearest[kLanes + lane] = second;
        nearest[2 * kLanes + lane] = third;
    }
}

} // namespace

/// All points of one leaf, looking for their neighbours together.
struct ChebyshevTree::Search
{
    std::size_t leaf;
    std::size_t points; ///< of the leaf, without filling
    std::size_t k;
    double* nearest; ///< `[k, kLanes]`
    Box box;
    double radius; ///< nobody looks further than this

    void meetLeaf(const ChebyshevTree& tree, std::size_t other)
    {
        const double* x = &tree.m_x[leaf * kLanes];
        const double* y = &tree.m_y[leaf * kLanes];
        const double* otherX = &tree.m_x[other * kLanes];
        const double* otherY = &tree.m_y[other * kLanes];
        if (k == 3 && other != leaf) {
            meetThree(x, y, otherX, otherY, nearest);
        } else {
            meet(x, y, otherX, otherY, other == leaf, k, nearest);
        }
        const double* kth = nearest + (k - 1) * kLanes;
        radius = *std::max_element(kth, kth + points);
    }

    double distanceTo(const Box& other) const
    {
        return greater(
            greater(other[0] - box[2], box[0] - other[2]), greater(other[1] - box[3], box[1] - other[3]));
    }
};

ChebyshevTree::ChebyshevTree(std::span<const double> x, std::span<const double> y)
{
    std::vector<Point> points(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        points[i] = { { x[i], y[i] }, static_cast<std::uint32_t>(i) };
    }
    const std::size_t leaves = (x.size() + kLanes - 1) / kLanes;
    m_x.resize(leaves * kLanes, kFar);
    m_y.resize(leaves * kLanes, kFar);
    m_rows.resize(x.size());
    if (leaves == 0) {
        return;
    }
    m_boxes.resize(2 * leaves - 1);
#pragma omp parallel if (leaves > 2 * kLeavesATask)
#pragma omp single
    build(points, 0, 0, leaves);
}

void ChebyshevTree::build(
    std::vector<Point>& points, std::size_t node, std::size_t firstLeaf, std::size_t endLeaf)
{
    const std::size_t begin = firstLeaf * kLanes;
    const std::size_t end = std::min(endLeaf * kLanes, points.size());
    Box box = kNothing;
    for (std::size_t i = begin; i < end; ++i) {
        widen(box, points[i].at[0], points[i].at[1]);
    }
    m_boxes[node] = box;
    if (endLeaf - firstLeaf == 1) {
        for (std::size_t i = begin; i < end; ++i) {
            m_x[i] = points[i].at[0];
            m_y[i] = points[i].at[1];
            m_rows[i] = points[i].row;
        }
        return;
    }
    const std::size_t axis = box[2] - box[0] >= box[3] - box[1] ? 0 : 1;
    // Halving by rank, not by value: any number of equal points still ends in leaves.
    const std::size_t middle = middleOf(firstLeaf, endLeaf);
    const auto first = points.begin();
    std::nth_element(first + static_cast<std::ptrdiff_t>(begin),
        first + static_cast<std::ptrdiff_t>(middle * kLanes), first + static_cast<std::ptrdiff_t>(end),
        [axis](const Point& a, const Point& b) { return a.at[axis] < b.at[axis]; });
    const std::size_t right = node + 2 * (middle - firstLeaf);
#pragma omp task if (middle - firstLeaf > kLeavesATask) default(none) firstprivate(node, firstLeaf, middle)  \
    shared(points)
    build(points, node + 1, firstLeaf, middle);
    build(points, right, middle, endLeaf);
#pragma omp taskwait
}

void ChebyshevTree::search(std::size_t node, std::size_t firstLeaf, std::size_t endLeaf, Search& query) const
{
    if (endLeaf - firstLeaf == 1) {
        if (firstLeaf != query.leaf) {
            query.meetLeaf(*this, firstLeaf);
        }
        return;
    }
    const std::size_t middle = middleOf(firstLeaf, endLeaf);
    const std::size_t left = node + 1;
    const std::size_t right = node + 2 * (middle - firstLeaf);
    const double toLeft = query.distanceTo(m_boxes[left]);
    const double toRight = query.distanceTo(m_boxes[right]);
    const bool leftFirst = toLeft <= toRight;
    if (leftFirst && toLeft < query.radius) {
        search(left, firstLeaf, middle, query);
    }
    if (toRight < query.radius) {
        search(right, middle, endLeaf, query);
    }
    if (!leftFirst && toLeft < query.radius) {
        search(left, firstLeaf, middle, query);
    }
}

ChebyshevTree::Box ChebyshevTree::boxOf(std::size_t leaf) const
{
    Box box = kNothing;
    for (std::size_t i = leaf * kLanes; i < std::min((leaf + 1) * kLanes, m_rows.size()); ++i) {
        widen(box, m_x[i], m_y[i]);
    }
    return box;
}

void ChebyshevTree::searchLeaves(
    std::size_t begin, std::size_t end, std::size_t k, std::vector<double>& distances) const
{
    std::vector<double> nearest(k * kLanes);
    for (std::size_t leaf = begin; leaf < end; ++leaf) {
        const std::size_t first = leaf * kLanes;
        const std::size_t count = std::min(kLanes, m_rows.size() - first);
        std::fill(nearest.begin(), nearest.end(), kFar);
        Search query { leaf, count, k, nearest.data(), boxOf(leaf), kFar };
        query.meetLeaf(*this, leaf);
        search(0, 0, m_x.size() / kLanes, query);
        for (std::size_t lane = 0; lane < count; ++lane) {
            distances[m_rows[first + lane]] = nearest[(k - 1) * kLanes + lane];
        }
    }
}

std::vector<double> ChebyshevTree::kthDistances(std::size_t k) const
{
    std::vector<double> distances(m_rows.size());
    const std::size_t leaves = m_x.size() / kLanes;
    const std::size_t blocks = (leaves + kLeavesABlock - 1) / kLeavesABlock;
    ParallelError error;
#pragma omp parallel for schedule(dynamic) if (blocks > kParallelBlocks)
    for (std::size_t block = 0; block < blocks; ++block) {
        error.guard(block, [&] {
            const std::size_t begin = block * kLeavesABlock;
            searchLeaves(begin, std::min(begin + kLeavesABlock, leaves), k, distances);
        });
    }
    error.rethrow();
    return distances;
}

} // namespace btw::weighting
