// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"
#include "engine/trees/booster.h"
#include "engine/trees/treesettings.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace btw::trees {

/// Gradient-boosted trees (Chen and Guestrin 2016), grown by XGBoost's C library: log loss for classes,
/// squared error for regression. Missing values go where each split learned to send them.
class BoostedTrees
{
public:
    /// \param table features of all of the cohort's rows. \param training the only rows that are read.
    /// \param goesOn asked before each round after the first; once it says false, the model has the rounds so
    /// far. \throws btw::Error without training rows, or for settings out of range.
    static BoostedTrees fit(const FeatureTable& table, const data::Cohort& cohort,
        const std::vector<std::size_t>& training, const TreeSettings& settings,
        const std::function<bool()>& goesOn = {});

    /// \param width of a prediction: 1 for regression, else the number of classes. \param unit what the
    /// booster's values are multiples of, a power of two (TreeFit::unit).
    BoostedTrees(Booster booster, std::size_t width, double unit = 1);

    /// `[N, K]` for the rows of a cohort of N: NaN for those that are not asked for.
    /// \throws btw::Error where the table has other than features() columns.
    Predictions predict(const FeatureTable& table, const std::vector<std::size_t>& rows) const;

    int rounds() const { return m_booster.rounds(); }
    std::size_t features() const { return m_booster.features(); }
    std::size_t width() const { return m_width; } ///< K

    /// The whole model as bytes (XGBoost's UBJSON). load() refuses what is no such model, but does not notice
    /// every changed byte: whoever stores them keeps a checksum. \throws btw::Error.
    std::string save() const { return m_booster.save(); }
    static BoostedTrees load(std::string_view bytes);

private:
    Booster m_booster;
    std::size_t m_width = 1;
    double m_unit = 1;
};

} // namespace btw::trees
