// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/correlation.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace btw::weighting {

namespace {

// By comparison: the deviations of equal numbers from their rounded mean need not be 0.
bool isConstant(std::span<const double> column)
{
    return std::adjacent_find(column.begin(), column.end(), std::not_equal_to<>()) == column.end();
}

double mean(std::span<const double> column)
{
    double sum = 0;
    for (const double v : column) {
        sum += v;
    }
    return sum / static_cast<double>(column.size());
}

} // namespace

double pearsonCorrelation(std::span<const double> x, std::span<const double> y)
{
    if (isConstant(x) || isConstant(y)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double meanX = mean(x);
    const double meanY = mean(y);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - meanX) * (y[i] - meanY);
        xx += (x[i] - meanX) * (x[i] - meanX);
        yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / (std::sqrt(xx) * std::sqrt(yy));
}

} // namespace btw::weighting
