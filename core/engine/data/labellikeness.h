// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"

#include <vector>

namespace btw::data {

/// Warns of features of a vector in which a model would read the answer, judged by the training rows:
/// - that equal the label, or are a copy of it in other units;
/// - that are almost the label: a correlation of 0.9 or more with a number, in each of two halves of the rows
///   (one row far away can make one by itself); one that tells all classes apart by itself without an error,
///   by its value, its word, or whether it is known. Such a feature may be honest, so that this asks. Only
///   where splits are known.
/// \pre all values are finite or missing
void checkLabelLikeness(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems);

/// The same of a modality that only some people have, of any kind: of those of one class, and of no others.
void checkPresenceLikeness(const Cohort& cohort, const Modality& modality, std::vector<Problem>& problems);

} // namespace btw::data
