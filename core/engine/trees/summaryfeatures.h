// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::trees {

/// A table of N instances by F features, row-major; NaN where nothing is known.
struct FeatureTable
{
    std::vector<std::string> names; ///< F
    std::vector<float> values; ///< N * F
    std::size_t rows = 0; ///< N

    std::size_t columns() const { return names.size(); }
    const float* row(std::size_t i) const { return values.data() + i * columns(); }
    float* row(std::size_t i) { return values.data() + i * columns(); }
};

/// How many features summaryFeatures() makes of a modality: D of a vector, 4 D + 1 of a sequence.
std::size_t summaryWidth(const data::Modality& modality);

/// What trees are grown on (docs/method, "Boosted trees"): the values as they were measured, neither scaled
/// nor filled in.
///
/// - Vector: its D values, called `modality/column` (columns counted from 1 where they have no name).
/// - Sequence, series: for each of D dimensions, over the real steps where it is known, `mean`, `min`, `max`
///   and the least-squares `slope` over the step's number (series: over its time; NaN with fewer than two
///   different times), called `modality/column/mean`; then the number of real steps, `modality/length`.
///
/// Everything of an absent modality is NaN. The modalities stand in the order of their names, so that ties
/// between features fall alike whatever the cohort's order.
/// \param modalities indices of those to take.
/// \throws btw::Error for an index that is no modality's.
FeatureTable summaryFeatures(const data::Cohort& cohort, const std::vector<std::size_t>& modalities);
/// Of all modalities.
FeatureTable summaryFeatures(const data::Cohort& cohort);

} // namespace btw::trees
