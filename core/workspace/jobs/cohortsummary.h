// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace btw::jobs {

/// One number for each split: train, validation, test.
using SplitCounts = std::array<std::int64_t, 3>;

inline std::int64_t total(const SplitCounts& counts) { return counts[0] + counts[1] + counts[2]; }

/// Bins of equal width over [low, high]: bin b of B holds low + b*w <= v < low + (b+1)*w with w =
/// (high-low)/B; the last one holds `high`, too. Where the values are multiples of a step (whole numbers,
/// ratings in fifths), every bin holds the same number of possible values, which lie amid it.
struct BinEdges
{
    double low = 0;
    double high = 1;
};

/// One feature over every real step of every instance that has it, all splits together.
struct FeatureSummary
{
    std::string name; ///< as the file calls it, or empty
    std::int64_t values = 0; ///< cells with a value
    std::int64_t missing = 0; ///< NaN
    double least = 0; ///< NaN without values, as mean and most
    double mean = 0;
    double most = 0;
    BinEdges edges;
    std::vector<std::int64_t> bins; ///< empty without values
};

struct ModalitySummary
{
    std::string name;
    data::ModalityKind kind = data::ModalityKind::Vector;
    std::int64_t dims = 0;
    SplitCounts present {}; ///< instances that have it
    std::int64_t cells = 0; ///< of the file, of the instances that have it: a column of words is one
    std::int64_t missingCells = 0; ///< NaN among them
    std::int64_t shortest = 0; ///< steps; ragged modalities only
    double medianSteps = 0;
    std::int64_t longest = 0;
    std::vector<FeatureSummary> features; ///< dims
};

/// Instances that have exactly these modalities.
struct PatternSummary
{
    std::vector<bool> has; ///< M
    SplitCounts rows {};
};

/// Labels by split: one entry a class, or one a bin of a number to predict.
struct LabelSummary
{
    std::vector<SplitCounts> counts;
    double least = 0; ///< regression
    double most = 0;
    BinEdges edges; ///< regression
    std::array<double, 3> median {}; ///< regression; NaN for an empty split
};

/// What a person wants to see of a cohort before training on it. Values only.
struct CohortSummary
{
    std::shared_ptr<const data::Cohort> cohort; ///< what it describes
    SplitCounts rows {};
    SplitCounts people {}; ///< distinct groups in a split; 0 without groups
    std::int64_t allPeople = 0; ///< distinct groups
    LabelSummary labels;
    std::vector<PatternSummary> patterns; ///< the most frequent first
    std::vector<ModalitySummary> modalities; ///< M
};

/// Counts a cohort that data::checkCohort found no error in, with its splits drawn. Reads every value twice.
/// \param cancelled asked now and then. \return null once it answers true.
std::shared_ptr<const CohortSummary> summarise(
    std::shared_ptr<const data::Cohort> cohort, const std::function<bool()>& cancelled = {});

} // namespace btw::jobs
