// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::data {

/// assignSplits, then fitToTraining (engine/data/fitting.h): a cohort that can be trained on.
/// \throws btw::Error as both do.
void drawSplits(Cohort& cohort, std::uint64_t splitSeed);

/// Completes `cohort.splits` (docs/method, "Precision").
///
/// - No splits: 70% train, 10% validation, 20% test.
/// - Train and test only: 20% of the training rows become validation; test rows stay.
/// - All three, or train and validation only: nothing is changed.
///
/// Where anything was drawn, `cohort.splitSeed` keeps the seed. Strata are the classes, or five quantile bins
/// of y. With groups, whole groups are drawn, and shares are counted in rows. The draw depends on ids (group
/// names), labels and seed, not on the order of rows, compiler or machine. \throws btw::Error where rows or
/// groups are too few for every split to get one, or no training row exists.
void assignSplits(Cohort& cohort, std::uint64_t splitSeed);

/// Class index, or the quantile bin of y (0..4) among `rows`, for each of `rows`.
std::vector<std::size_t> strataOf(const Cohort& cohort, const std::vector<std::size_t>& rows);

/// Deals rows into `shares.size()` parts with shares as given (they sum to 1), stratified, whole groups where
/// the cohort has groups. The first part takes what cannot be divided; every part gets at least one row
/// (group). \return the part of each of `rows`. \throws btw::Error where rows (groups) are fewer than parts.
std::vector<std::size_t> drawParts(const Cohort& cohort, const std::vector<std::size_t>& rows,
    const std::vector<double>& shares, std::uint64_t seed);

/// Indices of the rows of one split, ascending.
std::vector<std::size_t> rowsOf(const Cohort& cohort, Split split);

} // namespace btw::data
