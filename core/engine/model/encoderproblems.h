// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"
#include "engine/spec/spec.h"

#include <vector>

namespace btw::model {

/// What keeps the encoders from files that a spec names from a cohort: a file that cannot be loaded or does
/// not fit its modality (EncoderFile), numbers that are no tokens, and rows on which the file fails. Loads
/// the files and tries each on a few rows: the shortest and the longest, and those with the largest tokens.
std::vector<data::Problem> encoderProblems(const data::Cohort& cohort, const training::ExperimentSpec& spec);

} // namespace btw::model
