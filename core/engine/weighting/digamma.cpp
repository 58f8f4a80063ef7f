// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/digamma.h"

#include <cmath>

namespace btw::weighting {

double digamma(double x)
{
    // psi(x) = psi(x + 1) - 1/x up to where the asymptotic series (Abramowitz & Stegun 6.3.18) is exact to
    // double precision: the first term left out is below 1e-17 from 12 on.
    double shift = 0;
    while (x < 12) {
        shift += 1 / x;
        x += 1;
    }
    const double r = 1 / (x * x);
    const double series = r
        * (1.0 / 12
            - r
                * (1.0 / 120
                    - r
                        * (1.0 / 252
                            - r * (1.0 / 240 - r * (1.0 / 132 - r * (691.0 / 32760 - r * (1.0 / 12)))))));
    return std::log(x) - 0.5 / x - series - shift;
}

} // namespace btw::weighting
