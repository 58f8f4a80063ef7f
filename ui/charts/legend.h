// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/nameaxis.h"

#include <QRectF>

#include <vector>

namespace btw::charts {

/// What a legend names: a name, which may be shortened, and a number behind it, which may not.
struct LegendEntry
{
    QString name;
    QString value;
};

/// Where a legend may stand and how its rows look.
struct LegendPlace
{
    double left = 0;
    double top = 0;
    double width = 0;
    double mostHeight = 0; ///< one row stands there in any case
    double rowHeight = 0; ///< from row to row
    double textHeight = 0;
    double swatch = 0; ///< before an entry's text
};

/// Entries in rows: one behind the other where all fit whole, else in columns of one width with names
/// shortened so that they stay different. Where even that needs more height, the last cell says how many are
/// not named.
struct Legend
{
    std::vector<QRectF> rects; ///< with the swatch; null for an entry that is left out
    QStringList texts;
    QString more; ///< "and 9 more"; empty where every entry is named
    QRectF moreRect;
    double bottom = 0;
};

Legend layLegend(const std::vector<LegendEntry>& entries, const LegendPlace& place, const TextWidth& widthOf);

} // namespace btw::charts
