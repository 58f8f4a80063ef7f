// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/trees/booster.h"
#include "engine/trees/treesettings.h"

#include <cstddef>
#include <vector>

namespace btw::trees {

/// Boosted trees while they grow: one round at a time, judged on validation rows where there are any.
class TreeFit
{
public:
    /// Only the values and labels of `training` and `validation` rows are read.
    /// \throws btw::Error without training rows, or for settings out of range.
    TreeFit(const FeatureTable& table, const data::Cohort& cohort, const std::vector<std::size_t>& training,
        const std::vector<std::size_t>& validation, const TreeSettings& settings);

    void boost(); ///< one round more
    int rounds() const { return m_rounds; }
    /// Mean log loss (p at least 1e-15) or mean absolute error over the validation rows, so far.
    double validationLoss() const;
    /// \param rounds from 1 to rounds(). \throws btw::Error for others: no round had a loss that is a number.
    Booster result(int rounds) const;
    /// What the booster's predictions are multiples of: 1, but for labels that are very small or very large.
    double unit() const { return m_unit; }

private:
    double m_unit; ///< before what is made of it
    FeatureMatrix m_training;
    FeatureMatrix m_validation;
    std::vector<double> m_labels; ///< of the validation rows
    bool m_regression = false;
    Booster m_booster;
    int m_rounds = 0;
};

} // namespace btw::trees
