// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problems.h"

#include <cstdint>
#include <vector>

namespace btw::data {

/// The part of checkCohort that concerns one modality's arrays: do their sizes agree with each other and with
/// N?
void checkModalitySizes(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems);

/// D: 1 where a feature is a cell of the file, 0 where it is another word of the column of words that the one
/// before it comes from ("sex=f", "sex=m"), which is missing with it.
std::vector<std::uint8_t> ownCells(const Modality& modality);

/// Presence and values of one modality whose sizes agree.
void checkModality(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems);

} // namespace btw::data
