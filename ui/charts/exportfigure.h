// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"

#include <QString>
#include <QStringList>

#include <memory>

class QWidget;

namespace btw::charts {

class Chart;

/// Names of the figures that can be drawn from a digest: weights, metric, density, scatter, classes,
/// confusion.
QStringList figureKinds();
/// The chart that draws this figure; null for an unknown kind.
std::unique_ptr<Chart> makeChart(const QString& kind);

/// Width of one column of a journal.
constexpr double kColumnWidthMm = 84;

/// Draws a figure into a file with the code of the screen, in the print theme, all points, and text of 7 pt
/// upward whatever the width. The suffix says the format: .svg, .pdf (fonts embedded) or .png (`dpi`).
/// Written whole or not at all. Needs a QApplication (the offscreen platform does).
/// \return false with one sentence in `error` for an unknown kind or format, a size out of range, a digest
///         that has nothing to draw for this figure (the chart's own sentence), or a file that cannot be
///         written.
bool exportFigure(const QString& kind, const jobs::RunDigest& digest, const QString& path,
    double widthMm = kColumnWidthMm, int dpi = 300, QString* error = nullptr);

} // namespace btw::charts
