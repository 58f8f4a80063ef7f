// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

/// Loops of one item, for the processor and, where nvcc reads them, for a GPU: the same source, so that tests
/// without a GPU judge what runs on one.
#ifdef __CUDACC__
#define BTW_HOST_DEVICE __host__ __device__
#else
#define BTW_HOST_DEVICE
#endif

namespace btw::kernels {

inline constexpr int kMostNeighbours = 8;

/// Two columns of N points, ordered by x, and y's own order.
struct NeighbourColumns
{
    std::int64_t count = 0; ///< N
    int k = 0; ///< 1..kMostNeighbours, < N
    const double* x = nullptr; ///< ascending
    const double* y = nullptr; ///< of the points in x's order
    const std::uint32_t* rowOfX = nullptr; ///< which point the i-th in x's order is
    const double* sortedY = nullptr; ///< ascending
    const std::uint32_t* rowOfY = nullptr; ///< which point the i-th in y's order is
};

/// The distance max(|dx|, |dy|) of the point at `i` to its k-th nearest other one: outwards in x's order, on
/// the nearer side first, until |dx| alone is too far. Differences round in order, so no point is lost.
BTW_HOST_DEVICE inline double kthDistance(const NeighbourColumns& columns, std::int64_t i)
{
    double nearest[kMostNeighbours]; // ascending NOLINT(modernize-avoid-c-arrays): also for a GPU
    for (int j = 0; j < columns.k; ++j)
        nearest[j] = HUGE_VAL;
    const double x = columns.x[i];
    const double y = columns.y[i];
    double& farthest = nearest[columns.k - 1];
    std::int64_t below = i - 1;
    std::int64_t above = i + 1;
    for (;;) {
        const double left = below >= 0 ? x - columns.x[below] : HUGE_VAL;
        const double right = above < columns.count ? columns.x[above] - x : HUGE_VAL;
        const double dx = left < right ? left : right;
        if (!(dx < farthest))
            return farthest;
        const std::int64_t other = left < right ? below-- : above++;
        const double dy = std::fabs(columns.y[other] - y);
        const double distance = dx > dy ? dx : dy;
        for (int j = columns.k - 1; j >= 0 && distance < nearest[j]; --j) {
            if (j + 1 < columns.k)
                nearest[j + 1] = nearest[j];
            nearest[j] = distance;
        }
    }
}

/// How many of `count` ascending numbers v, the own one included, have |v - sorted[i]| <= radius.
BTW_HOST_DEVICE inline std::uint32_t countWithin(
    const double* sorted, std::int64_t count, std::int64_t i, double radius)
{
    const double x = sorted[i];
    std::int64_t low = 0, high = i; // the first within the radius
    while (low < high) {
        const std::int64_t middle = (low + high) / 2;
        if (x - sorted[middle] <= radius)
            high = middle;
        else
            low = middle + 1;
    }
    const std::int64_t first = low;
    low = i, high = count - 1; // the last within the radius
    while (low < high) {
        const std::int64_t middle = (low + high + 1) / 2;
        if (sorted[middle] - x <= radius)
            low = middle;
        else
            high = middle - 1;
    }
    return static_cast<std::uint32_t>(low - first + 1);
}

/// r - 1 - ln(r) for r = numerator / denominator. Near r = 1 the plain difference cancels: there the series
/// sum_{k>=2} (1 - r)^k / k is summed instead, 16 terms being exact to double precision for |r - 1| < 0.05.
BTW_HOST_DEVICE inline double excessOverLog(double numerator, double denominator)
{
    const double t = (numerator - denominator) / denominator;
    if (std::fabs(t) >= 0.05)
        return t - std::log(numerator / denominator);
    double sum = 0;
    for (int k = 16; k >= 2; --k)
        sum = 1.0 / k - t * sum;
    return t * t * sum;
}

/// KL(N(meanP, varianceP) || N(meanQ, varianceQ)), as weighting::klRegression.
BTW_HOST_DEVICE inline double divergenceOfNormals(
    double meanP, double varianceP, double meanQ, double varianceQ)
{
    const double difference = meanP - meanQ;
    return 0.5 * excessOverLog(varianceP, varianceQ) + difference * difference / (2 * varianceQ);
}

/// What weighting::normaliseProbabilities takes.
struct ProbabilityRules
{
    double floor = 0;
    double sumTolerance = 0;
};

/// The sum of the clipped probabilities; NaN where they are not probabilities.
BTW_HOST_DEVICE inline double clippedSum(const float* values, std::int64_t width, ProbabilityRules rules)
{
    double raw = 0;
    double clipped = 0;
    bool valid = true;
    for (std::int64_t c = 0; c < width; ++c) {
        const auto p = static_cast<double>(values[c]);
        valid = valid && p >= 0 && p < HUGE_VAL;
        raw += p;
        clipped += p > rules.floor ? p : rules.floor;
    }
    return valid && std::fabs(raw - 1) <= rules.sumTolerance ? clipped : std::nan("");
}

/// KL(p || q) of two rows of `width` probabilities, clipped and renormalised; NaN where a row is none.
BTW_HOST_DEVICE inline double divergenceOfClasses(
    const float* p, const float* q, std::int64_t width, ProbabilityRules rules)
{
    const double sumP = clippedSum(p, width, rules);
    const double sumQ = clippedSum(q, width, rules);
    double sum = sumP + sumQ > 0 ? 0 : std::nan("");
    for (std::int64_t c = 0; c < width; ++c) {
        const auto rawP = static_cast<double>(p[c]);
        const auto rawQ = static_cast<double>(q[c]);
        const double share = (rawP > rules.floor ? rawP : rules.floor) / sumP;
        sum += share * excessOverLog((rawQ > rules.floor ? rawQ : rules.floor) / sumQ, share);
    }
    return sum;
}

} // namespace btw::kernels
