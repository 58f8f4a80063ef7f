// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <vector>

namespace btw::data {

/// Widths in hours that suit a series whose time stamps are to be brought into bins, narrowest first: with
/// the first, the longest instance has at most 48 bins.
std::vector<double> suitableBins(const Modality& series);

} // namespace btw::data
