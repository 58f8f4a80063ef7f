// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

#include <QAreaSeries>
#include <QBarSeries>
#include <QBarSet>
#include <QLineSeries>

#include <vector>

/// What the charts hand to Qt Charts, read back from the scene.
namespace btw::charts::sample {

template <typename Series> std::vector<Series*> seriesOf(const Chart& chart)
{
    std::vector<Series*> found;
    for (auto* item : chart.scene()->items())
        if (const auto* drawn = dynamic_cast<QChart*>(item))
            for (auto* series : drawn->series())
                if (auto* wanted = qobject_cast<Series*>(series); wanted && wanted->isVisible())
                    found.push_back(wanted);
    return found;
}

/// The points of the visible line in this colour; none where there is no such line.
inline QList<QPointF> lineOf(const Chart& chart, const QColor& colour)
{
    for (const auto* line : seriesOf<QLineSeries>(chart))
        if (line->pen().color() == colour)
            return line->points();
    return {};
}

/// Lower and upper edge of the visible band or area whose fill is this colour, made transparent.
inline std::pair<QList<QPointF>, QList<QPointF>> bandOf(const Chart& chart, const QColor& colour)
{
    for (const auto* area : seriesOf<QAreaSeries>(chart))
        if (area->brush().color().rgb() == colour.rgb())
            return { area->lowerSeries()->points(), area->upperSeries()->points() };
    return {};
}

} // namespace btw::charts::sample
