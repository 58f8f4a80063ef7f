// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/localregression.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::analysis {

namespace {

/// Less spread than this share of all x says nothing about a slope (as R's lowess).
constexpr double kLeastSpread = 1e-3;

double tricube(double distance, double radius)
{
    if (radius <= 0)
        return distance <= 0 ? 1 : 0;
    if (distance >= radius)
        return 0;
    const double part = distance / radius;
    const double rest = 1 - part * part * part;
    return rest * rest * rest;
}

} // namespace

std::vector<double> localLinear(
    const std::vector<double>& x, const std::vector<double>& y, const std::vector<double>& at, double span)
{
    if (x.empty())
        return std::vector<double>(at.size(), std::numeric_limits<double>::quiet_NaN());
    const auto n = static_cast<double>(x.size());
    // At least two, where there are two.
    const auto nearest
        = std::min(std::max<std::size_t>(static_cast<std::size_t>(span * n + 1e-10), 2), x.size());
    const auto [least, most] = std::minmax_element(x.begin(), x.end());
    const double range = *most - *least;

    std::vector<double> fitted;
    fitted.reserve(at.size());
    std::vector<double> distances(x.size());
    std::vector<double> weights(x.size());
    for (const double point : at) {
        for (std::size_t i = 0; i < x.size(); ++i)
            distances[i] = std::abs(x[i] - point);
        auto ordered = distances;
        const auto last = ordered.begin() + static_cast<std::ptrdiff_t>(nearest - 1);
        std::nth_element(ordered.begin(), last, ordered.end());
        double total = 0;
        double meanX = 0;
        double meanY = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            weights[i] = tricube(distances[i], *last);
            total += weights[i];
            meanX += weights[i] * x[i];
            meanY += weights[i] * y[i];
        }
        meanX /= total;
        meanY /= total;
        double xx = 0;
        double xy = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            xx += weights[i] * (x[i] - meanX) * (x[i] - meanX);
            xy += weights[i] * (x[i] - meanX) * (y[i] - meanY);
        }
        const bool isSpread = std::sqrt(xx / total) > kLeastSpread * range;
        fitted.push_back(isSpread ? meanY + xy / xx * (point - meanX) : meanY);
    }
    return fitted;
}

} // namespace btw::analysis
