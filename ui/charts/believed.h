// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <algorithm>
#include <vector>

namespace btw::charts {

/// What a row's bar is a share of: the most that a modality is believed, or 1 where that is less.
template <typename Row> double mostBelieved(const std::vector<Row>& rows)
{
    double most = 1;
    for (const auto& row : rows)
        if (row.believed)
            most = std::max(most, row.believed->mean);
    return most;
}

/// What the bars say, a sentence for the text under a picture.
QString believedLegend();

} // namespace btw::charts
