// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/studentt.h"

#include <Eigen/Core>
#include <unsupported/Eigen/SpecialFunctions>

#include <cmath>
#include <limits>

namespace btw::analysis {

double studentP(double t, double freedom)
{
    if (std::isnan(t) || !(freedom > 0))
        return std::numeric_limits<double>::quiet_NaN();
    if (std::isinf(t))
        return 0;
    using One = Eigen::Array<double, 1, 1>;
    const One a(freedom / 2), b(0.5), x(freedom / (freedom + t * t));
    return Eigen::betainc(a, b, x)(0);
}

double studentT(double p, double freedom)
{
    if (!(p > 0) || !(p <= 1) || !(freedom > 0))
        return std::numeric_limits<double>::quiet_NaN();
    double low = 0, high = 1;
    while (studentP(high, freedom) > p)
        high *= 2;
    constexpr int kHalvings = 200; // until the two are neighbours
    for (int i = 0; i < kHalvings && low < high; ++i) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        (studentP(middle, freedom) > p ? low : high) = middle;
    }
    return high;
}

} // namespace btw::analysis
