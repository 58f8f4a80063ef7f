// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/classoutcomes.h"

#include <vector>

namespace btw::analysis {

/// The structural components of an AUROC (DeLong, DeLong and Clarke-Pearson 1988), by midranks in
/// O(n log n) (Sun and Xu 2014): for every row with the outcome the share of the others that its p exceeds,
/// and for every other row the share of those with the outcome whose p exceeds its own; ties count one half.
/// Either's mean is the AUROC.
struct AurocComponents
{
    std::vector<double> happened; ///< one a row with the outcome, in the order of rows
    std::vector<double> others; ///< one a row without it
};

AurocComponents aurocComponents(const ClassOutcomes& outcomes);

/// Of the mean AUROC of several models on the same rows, e.g. one a seed.
/// \throws Error when they do not have the same rows, or there is none.
AurocComponents meanComponents(const std::vector<AurocComponents>& models);

struct DelongInterval
{
    double auroc = 0; ///< NaN without both outcomes
    double standardError = 0; ///< NaN with fewer than two rows of either outcome
    double low
        = 0; ///< auroc -+ 1.96 standard errors, within 0 and 1; NaN where the variance is 0 or undefined
    double high = 0;
};

/// For independent rows of one split: with groups, or pooled folds, it would be too narrow.
DelongInterval delongInterval(const AurocComponents& components);

/// Two-sided p of the hypothesis that two models have the same AUROC, paired by row. 1 where the variance of
/// the difference is 0, NaN with fewer than two rows of either outcome.
/// \throws Error when the two do not have the same rows.
double delongP(const AurocComponents& first, const AurocComponents& second);

} // namespace btw::analysis
