// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/chebyshevtree.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace btw::weighting {

namespace {

constexpr std::size_t kLeafSize = 12;

} // namespace

ChebyshevTree::ChebyshevTree(std::span<const double> x, std::span<const double> y)
{
    m_points.reserve(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        m_points.push_back({ { x[i], y[i] }, i });
    }
    if (!m_points.empty()) {
        m_nodes.reserve(4 * m_points.size() / kLeafSize + 1);
        build(0, m_points.size());
    }
}

std::size_t ChebyshevTree::build(std::size_t begin, std::size_t end)
{
    Node node { m_points[begin].at, m_points[begin].at, begin, end, 0 };
    for (std::size_t i = begin + 1; i < end; ++i) {
        for (std::size_t axis = 0; axis < 2; ++axis) {
            node.low[axis] = std::min(node.low[axis], m_points[i].at[axis]);
            node.high[axis] = std::max(node.high[axis], m_points[i].at[axis]);
        }
    }
    const std::size_t self = m_nodes.size();
    m_nodes.push_back(node);
    if (end - begin > kLeafSize) {
        const std::size_t axis = node.high[0] - node.low[0] >= node.high[1] - node.low[1] ? 0 : 1;
        // Halving by rank, not by value: any number of equal points still ends in small leaves.
        const std::size_t middle = begin + (end - begin) / 2;
        const auto first = m_points.begin();
        std::nth_element(first + static_cast<std::ptrdiff_t>(begin),
            first + static_cast<std::ptrdiff_t>(middle), first + static_cast<std::ptrdiff_t>(end),
            [axis](const Point& a, const Point& b) { return a.at[axis] < b.at[axis]; });
        build(begin, middle);
        m_nodes[self].right = build(middle, end);
    }
    return self;
}

double ChebyshevTree::distanceToBox(const Node& node, const Point& query)
{
    double distance = 0;
    for (std::size_t axis = 0; axis < 2; ++axis) {
        distance = std::max({ distance, node.low[axis] - query.at[axis], query.at[axis] - node.high[axis] });
    }
    return distance;
}

// `nearest` holds the k smallest distances found so far, ascending.
void ChebyshevTree::search(std::size_t nodeIndex, const Point& query, std::span<double> nearest) const
{
    const Node& node = m_nodes[nodeIndex];
    if (node.right != 0) {
        const std::size_t left = nodeIndex + 1;
        const double toLeft = distanceToBox(m_nodes[left], query);
        const double toRight = distanceToBox(m_nodes[node.right], query);
        const bool leftFirst = toLeft <= toRight;
        if (std::min(toLeft, toRight) < nearest.back()) {
            search(leftFirst ? left : node.right, query, nearest);
        }
        if (std::max(toLeft, toRight) < nearest.back()) {
            search(leftFirst ? node.right : left, query, nearest);
        }
        return;
    }
    for (std::size_t i = node.begin; i < node.end; ++i) {
        const Point& other = m_points[i];
        if (other.index == query.index) {
            continue;
        }
        const double distance
            = std::max(std::abs(other.at[0] - query.at[0]), std::abs(other.at[1] - query.at[1]));
        if (distance < nearest.back()) {
            std::size_t slot = nearest.size() - 1;
            for (; slot > 0 && nearest[slot - 1] > distance; --slot) {
                nearest[slot] = nearest[slot - 1];
            }
            nearest[slot] = distance;
        }
    }
}

std::vector<double> ChebyshevTree::kthDistances(std::size_t k) const
{
    std::vector<double> distances(m_points.size());
    const auto count = static_cast<std::int64_t>(m_points.size());
#pragma omp parallel if (count > 2000)
    {
        std::vector<double> nearest(k);
        // In leaf order, so that neighbouring queries touch the same nodes.
#pragma omp for schedule(static)
        for (std::int64_t i = 0; i < count; ++i) {
            const Point& query = m_points[static_cast<std::size_t>(i)];
            std::fill(nearest.begin(), nearest.end(), std::numeric_limits<double>::infinity());
            search(0, query, nearest);
            distances[query.index] = nearest.back();
        }
    }
    return distances;
}

} // namespace btw::weighting
