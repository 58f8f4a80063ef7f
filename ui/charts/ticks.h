// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace btw::charts {

/// Where an axis has its marks.
struct Ticks
{
    std::vector<double> values;
    double step = 1;
    int decimals = 0; ///< digits after the point that tell neighbouring marks apart

    /// A mark's number; with a power of ten (2.5e9) where the marks are very large or very small.
    QString text(double value, bool sign = false) const;
};

struct Range
{
    double low = 0;
    double high = 1;
};

/// Marks at multiples of 1, 2, 2.5 or 5 times a power of ten that lie inside [low, high]: the finest step
/// that gives at most `atMost` of them. `integer` allows whole numbers only.
Ticks ticksWithin(double low, double high, int atMost, bool integer = false);

/// Marks of an axis of epochs: whole numbers, and always the first epoch, 1.
Ticks epochTicks(double low, double high, int atMost);

/// The smallest range of whole steps (as `ticksWithin` would choose them for `atMost` marks) that holds
/// [low, high]. Equal or non-finite limits give a range of one unit around what there is.
Range niceRange(double low, double high, int atMost);

/// A number of an axis: fixed decimals, a true minus sign, with `sign` a plus for positive ones.
QString tickText(double value, int decimals, bool sign = false);

/// A measured number with two decimals, and more, or a power of ten, where those would show nothing of it.
QString measureText(double value);

} // namespace btw::charts
