// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/cohortsummary.h"

#include <QRectF>
#include <QString>

#include <cstdint>
#include <vector>

class QPainter;

namespace btw::pages {

/// What the small charts of the Data page have in common.

/// Splits are shades of the accent, the training split the strongest; words always stand beside them.
QColor splitColour(const widgets::Theme& theme, std::size_t split);

/// One bar a bin, as high as `heights` says of `highest`, on the floor of `area`.
void paintBins(QPainter& painter, const QRectF& area, const std::vector<double>& heights, double highest,
    const QColor& colour);

/// The line below bars and the marks below it, as many as fit.
void paintValueAxis(
    QPainter& painter, const widgets::Theme& theme, const QRectF& area, const jobs::BinEdges& edges);

void paintFocus(QPainter& painter, const widgets::Theme& theme, const QRectF& rect);

std::vector<double> asHeights(const std::vector<std::int64_t>& counts);

/// "52%"; never 0% or 100% where some have it and some do not. "–" of nothing.
QString percent(std::int64_t part, std::int64_t whole);

/// Its name, or "feature 3" (from 1) where the file gives none.
QString featureName(const jobs::FeatureSummary& feature, std::size_t index);

/// "−3 to −2.8": the values of one bin.
QString binWords(const jobs::BinEdges& edges, std::size_t bin, std::size_t bins);

} // namespace btw::pages
