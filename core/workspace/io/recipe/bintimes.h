// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/readresult.h"
#include "workspace/io/recipe/readingplan.h"

#include <cstdint>

namespace btw::io {

/// More bins than this, no instance may have: a wrong unit of time makes millions.
inline constexpr std::int64_t kMostBins = 10000;

/// Makes sequences of the series that the plan brings into bins, whatever format they come from. The bins of
/// an instance begin at its first time stamp; a bin's step holds the mean of each feature's values there, and
/// where there is none, a missing value. Says what was done; an error where an instance would get more than
/// kMostBins bins, or where the plan names a modality that is not there, a warning where a remedy changes
/// nothing.
void binTimes(
    data::Cohort& cohort, const ReadingPlan& plan, const ReadLimits& limits, std::vector<Problem>& problems);

} // namespace btw::io
