// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace btw::data {

/// Keeps instances whose value lies in a range, both ends included. A missing value lies in none.
struct RangeFilter
{
    std::string modality; ///< a vector; empty: the label of a regression
    std::string column; ///< its name, or its number from 1
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};

/// Which instances of a cohort take part. All conditions must hold.
struct RowFilter
{
    bool completeOnly = false; ///< has every modality
    std::vector<RangeFilter> ranges;
    std::vector<std::string> keepIds; ///< only these; empty: all
    std::vector<std::string> dropIds;

    bool isEmpty() const { return !completeOnly && ranges.empty() && keepIds.empty() && dropIds.empty(); }
};

/// Takes out the instances that do not pass. Before splits are drawn, labels cut and words encoded.
/// \return one note a condition that took some out. \throws btw::Error for a modality, column or id that is
/// not there, or when nothing is left.
std::vector<Problem> filterRows(Cohort& cohort, const RowFilter& filter);

/// Keeps these instances, ascending, and everything that belongs to them.
void keepRows(Cohort& cohort, const std::vector<std::size_t>& rows);

} // namespace btw::data
