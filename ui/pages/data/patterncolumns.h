// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/cohortsummary.h"

#include <array>

namespace btw::pages {

/// Where the columns of a PatternChart lie in its width, in pixels.
struct PatternColumns
{
    static constexpr double kGap = 14;
    static constexpr double kLongestName = 96;
    static constexpr int kHint = 420; ///< width of the chart that it asks for

    PatternColumns(const jobs::CohortSummary& summary, double width);
    /// Of the names and shares above the rows. \param summary null: of none yet
    static double headHeight(const jobs::CohortSummary* summary, double width);

    double dot = 0; ///< width of one modality
    bool slanted = false; ///< names do not fit side by side
    bool tight = false; ///< nor do their shares, with a sign each
    double head = 0;
    double bar = 0, barRight = 0;
    double total = 0, share = 0; ///< right edges
    std::array<double, 3> splits {}; ///< right edges
    bool hasSplits = false; ///< there is room for them
};

} // namespace btw::pages
