// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/decomposition.h"
#include "engine/data/cohort.h"
#include "engine/predictions.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace btw::analysis {

/// What is decomposed: what models of single modalities predict for some rows.
struct PartsQuestion
{
    Task task = Task::Regression;
    std::vector<std::string> modalities; ///< M
    std::vector<double> y; ///< n; a class, or a number
    std::vector<Predictions> unimodal; ///< M, each `[n, K]`
    std::vector<std::uint8_t> present; ///< `[n, M]`
    /// Regression: labels and predictions are parted into so many groups of equal size (Liang et al. 2023,
    /// CVX, with quantiles as clusters). A class is predicted where its probability is largest.
    std::size_t bins = 4;
    std::size_t permutations = 400;
    std::uint64_t seed = 0;
};

/// What one modality, and another or all others, say about the label.
struct ModalityParts
{
    enum class Known : std::uint8_t {
        Yes,
        TooFewRows, ///< have both: fewer than 10
        TooLarge ///< above kMostFreeNumbers
    };

    std::string first;
    std::vector<std::string> second; ///< another, or all the others
    std::size_t rows = 0; ///< that have all of them
    Known known = Known::Yes; ///< else nothing below is filled in
    Decomposition estimate;
    /// What labels give that have nothing to do with the predictions: the mean over permutations of the
    /// labels, and what 95 of 100 of them stay below, each part by itself. The plug-in estimate is too high
    /// by about as much as that mean; resampled rows would be too high once more, so that there is no
    /// bootstrap interval here.
    Decomposition byChance;
    Decomposition chanceHigh;
};

/// Rows count as independent of each other. Every pair of modalities, then, where there are three or more,
/// each against all others together. \throws btw::Error for shapes that do not fit, and fewer than two
/// modalities or bins
std::vector<ModalityParts> partsOfModalities(const PartsQuestion& question);

} // namespace btw::analysis
