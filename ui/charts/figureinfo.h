// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/figuredata.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace btw::charts {

class Chart;
using experiments::FigureData;

/// A figure: everything that the rest of the program knows of it. `btw figure`, the Train page and the
/// exports read a list of these (FigureRegistry), so that none of them names a figure.
struct FigureInfo
{
    QString id; ///< its name in `btw figure`, and of the file that it is saved as
    QString title; ///< of its card before there is a run; the chart may say it more precisely
    QString needs; ///< what a run must have, to go after "needs": "a weighted run"
    QString explanation; ///< "What am I looking at?": axes, marks and how to read them, in plain sentences
    /// Of its CSV. A "{modality}" stands for every modality's name (neighbouring columns that have it are
    /// repeated together), "{metric}" for the name of the metric, "{label}" for the label, or where that is a
    /// class for the probability of the true one.
    QStringList columns;
    bool showsErrors = false; ///< made from rows of digest.errorSplit, and so from test rows at the end
    double aspect = 0.62; ///< height over width on paper, one column wide
    double wideAspect = 0.45; ///< the same on more than 120 mm: a wide figure need not become as much taller
    double savedMm = 84; ///< its width where nobody chose one
    QString inPaper; ///< which figure of the paper it is: "4", "6, 7"; empty: none
    /// What it is made of; of Adds and Models its subject is a study, else a run.
    experiments::FigureNeed need = experiments::FigureNeed::Digest;
    /// The run is of the kind that this is a figure of, whether or not its numbers are there yet. Always true
    /// for a figure of a study.
    std::function<bool(const jobs::RunDigest&)> suits;
    /// The numbers that are drawn, one cell a column; see `cell`, and `ofRun`.
    std::function<std::vector<QStringList>(const FigureData&)> rows;
    /// What is drawn, of whom and by what, in a sentence or two for the text under the picture. Null: title
    /// and explanation stand there.
    std::function<QString(const FigureData&)> legend;
    /// A sentence of that text about a part of the picture that is drawn only where it has room.
    struct Part
    {
        QString id; ///< see Chart::shows()
        std::function<QString(const FigureData&)> legend; ///< empty where the data have nothing of it
    };
    std::vector<Part> parts;
    QString bandLegend; ///< what its bands are, a sentence that follows where these are drawn; may be empty
    std::function<std::unique_ptr<Chart>(const FigureInfo&)> make; ///< see `makerOf`
};

/// The maker of a chart class that is constructed from its figure.
template <typename T> std::function<std::unique_ptr<Chart>(const FigureInfo&)> makerOf()
{
    return [](const FigureInfo& figure) { return std::make_unique<T>(figure); };
}

/// Makes `rows` or `legend` of a function of a run's digest; empty where there is none.
template <typename Function> auto ofRun(Function function)
{
    using Result = decltype(function(std::declval<const jobs::RunDigest&>()));
    return [function](const FigureData& data) { return data.run ? function(*data.run) : Result(); };
}

/// A number with the 17 digits that give it back exactly; empty where it is not finite.
QString cell(double value);
/// A class by its name, or by its index where it has none.
QString classCell(const jobs::RunDigest& digest, std::size_t index);

/// The title with its number in the paper: "Correction scatter (Fig. 6, 7)".
QString galleryTitle(const FigureInfo& figure);
/// Whether what somebody looks for is in its title, its name, its explanation or its number in the paper
/// ("figure 4", "fig. 4").
bool isFoundBy(const FigureInfo& figure, const QString& words);
/// The figure's columns for this run or study.
QStringList columnsOf(const FigureInfo& figure, const FigureData& data);
/// The data behind a figure as CSV: columnsOf, then its rows. A digest without data gives the header alone.
/// Last lines, starting with #, say "uses evaluation labels" (`residual-labels`) and how often test rows of
/// the store were looked at, where the figure is made of them.
QString figureCsv(const FigureInfo& figure, const FigureData& data);
/// The text under the picture, written from the run or study: what is drawn, then the data and how often its
/// test rows were looked at. Plain text.
/// \param chart the picture, whose parts without room are not spoken of; null: all have room
QString captionOf(
    const FigureInfo& figure, const FigureData& data, bool withBands = true, const Chart* chart = nullptr);
/// The name of the figure's file without a suffix: data, run and figure,
/// "metabric-late-fold-1-seed-1-weights".
QString fileStem(const FigureInfo& figure, const FigureData& data);
/// Letters and digits of a name, in lower case, what is between them as hyphens.
QString asFileName(const QString& name);

} // namespace btw::charts
