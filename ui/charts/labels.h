// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>
#include <QRectF>
#include <QSizeF>

#include <vector>

namespace btw::charts {

/// Moves labels of one height apart: centres as near as possible to the wanted ones (least squares), at
/// least `height` apart, inside [low, high], in the order of the wanted ones. Where they cannot all
/// fit, they are spread evenly over [low, high]; `labelsFit` says so beforehand.
std::vector<double> spreadLabels(const std::vector<double>& wanted, double height, double low, double high);
bool labelsFit(std::size_t count, double height, double low, double high);

/// A curve on the screen and the size of its label.
struct CurveLabel
{
    QPolygonF curve; ///< in pixels, dense enough that its corners stand for it
    QSizeF size;
    QRectF before; ///< where the label stood last time, or a null rectangle: it stays if it still can
};

/// Places one label beside each curve: inside `area`, over no curve, over no other label and nearer to its
/// own curve than to any other. A null rectangle where no such place was found.
std::vector<QRectF> placeBesideCurves(const std::vector<CurveLabel>& labels, const QRectF& area);

} // namespace btw::charts
