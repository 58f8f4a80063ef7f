// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/fewestpeople.h"
#include "workspace/store/records.h"

#include <QString>

#include <cstddef>
#include <vector>

namespace btw::jobs {

/// Fewer people say too little about a subgroup, and could point at a person: such groups are hidden.
inline constexpr std::size_t kSmallestSubgroup = analysis::kFewestPeople;

/// Some rows of a cohort that have something in common.
struct Subgroup
{
    QString kind; ///< "class", "label", "pattern", "modality", or the descriptive column ("column class")
    QString name; ///< a class, "y < 0.5", "notes + labs", "with notes", the column's value
    std::vector<std::size_t> rows;
    bool isOfOutcome = false; ///< told apart by the label itself; a column can be called "class", too
};

/// "tumour", "age + menopause".
QString listed(const std::vector<std::string>& modalities);

/// Classes ("class", also those without a row), or thirds of the rows' labels ("label", none for fewer than
/// three rows): which end of the scale gains.
std::vector<Subgroup> byLabel(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows);
/// By the modalities that a row has, the most complete first.
std::vector<Subgroup> byPattern(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows);
/// Those that have a modality, for each that some lack.
std::vector<Subgroup> byModality(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows);
/// By the values of each descriptive column, in their order; columns of more than 20 values are left out, and
/// rows without a value.
std::vector<Subgroup> byColumn(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows);

} // namespace btw::jobs
