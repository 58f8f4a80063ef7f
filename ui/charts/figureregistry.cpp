// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figureregistry.h"

#include "engine/error.h"
#include "ui/charts/addschart.h"
#include "ui/charts/alonechart.h"
#include "ui/charts/barschart.h"
#include "ui/charts/calibrationchart.h"
#include "ui/charts/classbarschart.h"
#include "ui/charts/confusionchart.h"
#include "ui/charts/decisionchart.h"
#include "ui/charts/densitychart.h"
#include "ui/charts/differenceschart.h"
#include "ui/charts/metricchart.h"
#include "ui/charts/modelschart.h"
#include "ui/charts/routingchart.h"
#include "ui/charts/scatterchart.h"
#include "ui/charts/trajectorychart.h"

#include <algorithm>
#include <utility>

namespace btw::charts {

FigureRegistry builtinFigures()
{
    return FigureRegistry({
        weightsFigure(),
        metricFigure(),
        densityFigure(),
        scatterFigure(),
        classesFigure(),
        confusionFigure(),
        routingFigure(),
        calibrationFigure(),
        decisionFigure(),
        addsFigure(),
        aloneFigure(),
        modelsFigure(),
        differencesFigure(),
        barsFigure(),
    });
}

FigureRegistry::FigureRegistry(std::vector<FigureInfo> figures)
    : m_figures(std::move(figures))
{
    QStringList known = ids();
    known.sort();
    const auto twice = std::adjacent_find(known.cbegin(), known.cend());
    if (twice != known.cend())
        throw Error("Two figures are called '" + twice->toStdString() + "'; give one another id.");
}

QStringList FigureRegistry::ids() const
{
    QStringList ids;
    for (const FigureInfo& figure : m_figures)
        ids << figure.id;
    return ids;
}

const FigureInfo* FigureRegistry::find(const QString& id) const
{
    const auto found = std::find_if(
        m_figures.begin(), m_figures.end(), [&id](const FigureInfo& figure) { return figure.id == id; });
    return found == m_figures.end() ? nullptr : &*found;
}

} // namespace btw::charts
