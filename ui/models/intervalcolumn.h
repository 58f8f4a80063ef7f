// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/words.h"

#include <vector>

namespace btw::models {

/// An estimate between the ends of its interval; not finite: unknown.
struct Interval
{
    double estimate = 0;
    double low = 0;
    double high = 0;
};

/// A mean and its standard deviation, as they are written.
struct SpreadWords
{
    QString mean, std;
};
/// Means and standard deviations that stand below each other: all written to one place, by the same rule.
/// \param rows an interval of one standard deviation around each mean; ends not finite: it has none
std::vector<SpreadWords> spreadColumn(const std::vector<Interval>& rows);

/// Intervals that stand below each other, all written to the same place, so that no row looks more exact than
/// its neighbours: two digits of the narrowest interval, and at most one digit more than half of the rows ask
/// for.
std::vector<IntervalWords> intervalColumn(const std::vector<Interval>& rows);

} // namespace btw::models
