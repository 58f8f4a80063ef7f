// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"

#include <vector>

namespace btw::data {

/// Everything about a cohort that a person should know before training on it, errors first.
///
/// Errors: sizes that do not agree, ids or names not unique, labels not finite or not a class, Inf among the
/// features, a modality that a split never has (or fewer than 2 training or validation rows have), a class
/// missing from training, a split with one class only, a group in two splits. Warnings: the same features in
/// two splits, a feature that is the label, constant features. Notes: missing values, classes missing from a
/// split. Without splits, what concerns splits is left out. Where the sizes do not agree, only that is
/// reported. Of the labels, only those of training rows are compared with features.
std::vector<Problem> checkCohort(const Cohort& cohort);

/// Marks as absent the instances whose row has no step or no value but NaN, as cohort files may have them,
/// and empties those rows. Sizes must agree. \return one note a modality that was changed.
std::vector<Problem> markAbsent(Cohort& cohort);

/// Whether one of the problems is an error.
bool hasErrors(const std::vector<Problem>& problems);

} // namespace btw::data
