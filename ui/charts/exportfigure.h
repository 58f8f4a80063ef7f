// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/figureinfo.h"

#include <QImage>
#include <QString>

namespace btw::charts {

/// Width of one column of a journal.
constexpr double kColumnWidthMm = 84;

/// Draws one figure into a file: a page with this panel alone (sheetwriter.h), in the print theme, all
/// points, and text of 7 pt upward whatever the width. The suffix says the format: .svg, .pdf (fonts
/// embedded), .png (`dpi`) or .csv (figureCsv, the numbers that are drawn). Written whole or not at all.
/// Needs a QApplication (the offscreen platform does). \return false with one sentence in `error` for an
/// unknown format, a size out of range, data
///         that has nothing to draw for this figure (the chart's own sentence), or a file that cannot be
///         written.
bool exportFigure(const FigureInfo& figure, const FigureData& data, const QString& path,
    double widthMm = kColumnWidthMm, int dpi = 300, QString* error = nullptr);
/// The same as a picture; null where there is nothing to draw.
QImage pictureOf(const FigureInfo& figure, const FigureData& data, double widthMm, int dpi);

} // namespace btw::charts
