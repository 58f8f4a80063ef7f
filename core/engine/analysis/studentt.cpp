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

} // namespace btw::analysis
