// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

namespace btw::charts {

class Chart;

/// A figure: everything that the rest of the program knows of it. `btw figure`, the Train page and the
/// exports read a list of these (FigureRegistry), so that none of them names a figure.
struct FigureInfo
{
    QString id; ///< its name in `btw figure`, and of the file that it is saved as
    QString title; ///< of its card before there is a run; the chart may say it more precisely
    QString needs; ///< what a run must have, to go after "needs": "a weighted run"
    QString explanation; ///< "What am I looking at?": axes, marks and how to read them, in plain sentences
    /// Of its CSV. A "{modality}" stands for every modality's name (neighbouring columns that have it are
    /// repeated together), "{metric}" for the name of the metric.
    QStringList columns;
    bool showsErrors = false; ///< made from rows of digest.errorSplit, and so from test rows at the end
    double aspect = 0.62; ///< height over width on paper, one column wide
    double wideAspect = 0.45; ///< the same on more than 120 mm: a wide figure need not become as much taller
    /// The run is of the kind that this is a figure of, whether or not its numbers are there yet.
    std::function<bool(const jobs::RunDigest&)> suits;
    /// The numbers that are drawn, one cell a column; see `cell`.
    std::function<std::vector<QStringList>(const jobs::RunDigest&)> rows;
    std::function<std::unique_ptr<Chart>(const FigureInfo&)> make; ///< see `makerOf`
};

/// The maker of a chart class that is constructed from its figure.
template <typename T> std::function<std::unique_ptr<Chart>(const FigureInfo&)> makerOf()
{
    return [](const FigureInfo& figure) { return std::make_unique<T>(figure); };
}

/// A number with the 17 digits that give it back exactly; empty where it is not finite.
QString cell(double value);
/// A class by its name, or by its index where it has none.
QString classCell(const jobs::RunDigest& digest, std::size_t index);

/// The figure's columns for this run.
QStringList columnsOf(const FigureInfo& figure, const jobs::RunDigest& digest);
/// The data behind a figure as CSV: columnsOf, then its rows. A digest without data gives the header alone.
/// Last lines, starting with #, say "uses evaluation labels" (`residual-labels`) and how often test rows of
/// the store were looked at, where the figure is made of them.
QString figureCsv(const FigureInfo& figure, const jobs::RunDigest& digest);

} // namespace btw::charts
