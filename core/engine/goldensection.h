// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace btw {

/// Where a convex loss is least between two ends, by golden section, to the last digits of a double.
template <class Loss> double leastBetween(double low, double high, const Loss& loss)
{
    constexpr double kGolden = 0.6180339887498949;
    constexpr int kRounds = 100;
    for (int round = 0; round < kRounds; ++round) {
        const double a = high - kGolden * (high - low);
        const double b = low + kGolden * (high - low);
        if (loss(a) <= loss(b))
            high = b;
        else
            low = a;
    }
    return (low + high) / 2;
}

} // namespace btw
