// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace btw::data {

/// How the splits of a cohort come about, and which modality is a placebo: what an experiment makes of the
/// cohort that a file holds. A value, so that the same cohort can be made again.
struct Derivation
{
    std::size_t folds = 0; ///< K; 0: the splits that the data has, or 70/10/20
    std::size_t fold = 0; ///< k, from 0: the test rows
    std::uint64_t repeat = 0; ///< the seed of the draw
    std::string
        by {}; ///< each fold is one group ("group") or one value of a descriptive column; empty: drawn
    std::string placebo {}; ///< this modality's rows are shuffled (shuffleModality)

    bool isPlain() const { return folds == 0 && placebo.empty(); }
    bool operator==(const Derivation&) const = default;
};

/// The values that each get a fold of their own. \param by "group", or a descriptive column
/// \throws btw::Error where there is no such column, a row has no value, or fewer than two values are there.
std::vector<std::string> foldValues(const Cohort& cohort, const std::string& by);

/// Marks the rows of the fold as test and all others as train, so that assignSplits() draws 20% of those for
/// validation. Folds are stratified, and made of whole groups, as splits are (drawParts). Splits that the
/// data has are replaced. \throws btw::Error where rows (groups) are too few, and as foldValues().
void assignFold(Cohort& cohort, const Derivation& derivation);

/// Shuffles one modality's values between instances of the same split that have the same modalities; with
/// groups, between groups that have equally many such rows. What is left is a modality of the same size that
/// knows nothing of the label beyond its split and its presence. The cohort's splits must be complete.
/// \return instances that could move. \throws btw::Error for an unknown modality
std::size_t shuffleModality(Cohort& cohort, const std::string& modality, std::uint64_t seed);

} // namespace btw::data
