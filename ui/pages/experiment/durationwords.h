// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::pages {

/// "45 s", "25 min", "5 h": to the place that a guess is good for.
QString durationWords(double seconds);
/// "18 to 40 min"; the unit once where it is the same.
QString durationRange(double low, double high);
/// "fourth" for 4; figures from 11 on ("12th").
QString ordinal(std::size_t number);

} // namespace btw::pages
