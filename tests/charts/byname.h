// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sampledigest.h"
#include "ui/charts/chart.h"
#include "ui/charts/exportfigure.h"
#include "ui/charts/figureregistry.h"

/// The built-in figures by their names, so that a test's table reads well.
namespace btw::charts::sample {

inline const FigureRegistry& figures()
{
    static const FigureRegistry all = builtinFigures();
    return all;
}

inline const FigureInfo& figure(const QString& kind) { return *figures().find(kind); }
inline QStringList figureKinds() { return figures().ids(); }
/// Those that are made of a run's digest alone, as the Train page draws them live.
inline QStringList liveKinds()
{
    QStringList kinds;
    for (const auto& one : figures().all())
        if (one.need == experiments::FigureNeed::Digest)
            kinds << one.id;
    return kinds;
}
/// What the figure needs, whatever it is of. \param digest for those that are made of one
inline FigureData dataFor(const QString& kind, const jobs::RunDigest& digest)
{
    switch (figure(kind).need) {
    case experiments::FigureNeed::Digest:
        return { std::make_shared<const jobs::RunDigest>(digest) };
    case experiments::FigureNeed::Probabilities:
        return probabilities();
    default:
        return study();
    }
}
inline std::unique_ptr<Chart> makeChart(const QString& kind) { return figure(kind).make(figure(kind)); }
inline QString figureCsv(const QString& kind, const FigureData& data)
{
    return figureCsv(figure(kind), data);
}
inline bool exportFigure(const QString& kind, const FigureData& data, const QString& path,
    double widthMm = kColumnWidthMm, int dpi = 300, QString* error = nullptr)
{
    return exportFigure(figure(kind), data, path, widthMm, dpi, error);
}

} // namespace btw::charts::sample
