// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"
#include "engine/spec/spec.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace btw::model {

/// What keeps the encoders from files that a spec names from a cohort: a file that cannot be loaded or does
/// not fit its modality (EncoderFile), numbers that are no tokens, and rows on which the file fails. Loads
/// the files and tries each on a few rows: the shortest and the longest, and those with the largest tokens.
/// What came of it is remembered as long as neither the file nor the values change.
std::vector<data::Problem> encoderProblems(const data::Cohort& cohort, const training::ExperimentSpec& spec);

/// Steps of the shortest and the longest row that has a sequence; without one as ModelShape::Input has them.
std::pair<std::int64_t, std::int64_t> stepRange(const data::Modality& modality);

} // namespace btw::model
