// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problems.h"

namespace btw::data {

/// The part of checkCohort that concerns one modality's arrays: do their sizes agree with each other and with
/// N?
void checkModalitySizes(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems);

/// Presence and values of one modality whose sizes agree.
void checkModality(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems);

} // namespace btw::data
