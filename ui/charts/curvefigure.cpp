// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curvefigure.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace btw::charts {

using widgets::Theme;

namespace {

constexpr double kLeft = 44;
constexpr double kRight = 14;
constexpr double kBelow = 40;
constexpr double kNote = 18;
constexpr double kLegendRow = 18;
constexpr double kKey = 18; // the piece of line before a name

QColor colourOf(const CurveLine& line, const Theme& theme)
{
    switch (line.role) {
    case CurveLine::Role::Leading:
        return theme.accent;
    case CurveLine::Role::Other:
        return line.modality >= 0 ? theme.modality(static_cast<std::size_t>(line.modality)) : theme.text;
    case CurveLine::Role::Quiet:
        break;
    }
    return theme.baseline;
}

QPen penOf(const CurveLine& line, const Theme& theme)
{
    QColor colour = colourOf(line, theme);
    if (line.isThin)
        colour.setAlphaF(0.45F);
    return { colour, line.isThin ? 1.0 : 2.0, line.isDashed ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap,
        Qt::RoundJoin };
}

void drawAt(QPainter& painter, const QRectF& place, Qt::Alignment side, const QString& text)
{
    widgets::drawTabular(painter, place, side | Qt::AlignVCenter, text);
}

} // namespace

CurveFigure::CurveFigure(QWidget* parent)
    : PaintedFigure(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void CurveFigure::setCurves(const std::vector<CurveLine>& lines, const std::vector<CurveDot>& dots,
    const Axes& axes, const std::vector<std::pair<double, QString>>& tips)
{
    m_lines = lines;
    m_dots = dots;
    m_axes = axes;
    m_tips = tips;
    figureChanged();
}

double CurveFigure::heightFor(double width) const { return std::clamp(0.8 * width, 220.0, 320.0); }

double CurveFigure::legendHeight(double width) const
{
    const QFontMetricsF metrics(Theme::captionFont());
    double x = 0;
    int rows = 0;
    for (const auto& line : m_lines) {
        if (line.name.isEmpty())
            continue;
        const double wide = kKey + 6 + metrics.horizontalAdvance(line.name) + 14;
        if (rows == 0 || x + wide > width) {
            ++rows;
            x = 0;
        }
        x += wide;
    }
    return rows * kLegendRow + 4;
}

QRectF CurveFigure::plotOf(const QSizeF& size) const
{
    const double width = size.width() - kLeft - kRight;
    const double top = legendHeight(width) + 6;
    return { kLeft, top, std::max(20.0, width),
        std::max(20.0, size.height() - top - kBelow - (m_axes.note.isEmpty() ? 0 : kNote)) };
}

QPointF CurveFigure::toPixel(const QPointF& value, const QRectF& plot) const
{
    const auto share
        = [](double at, const Range& range) { return (at - range.low) / (range.high - range.low); };
    return { plot.left() + share(value.x(), m_axes.xRange) * plot.width(),
        plot.bottom() - share(value.y(), m_axes.yRange) * plot.height() };
}

void CurveFigure::paintFigure(QPainter& painter, const QSizeF& size, const Theme& theme) const
{
    const QRectF plot = plotOf(size);
    paintAxes(painter, plot, size, theme);
    paintLegend(painter, plot, theme);
    painter.save();
    painter.setClipRect(plot.adjusted(-6, -4, 6, 4));
    paintLines(painter, plot, theme);
    for (const auto& dot : m_dots) {
        if (std::isfinite(dot.low) && std::isfinite(dot.high)) {
            QColor faint = theme.accent;
            faint.setAlphaF(0.5F);
            painter.setPen(QPen(faint, 1.5));
            painter.drawLine(toPixel({ dot.at.x(), dot.low }, plot), toPixel({ dot.at.x(), dot.high }, plot));
        }
        painter.setPen(QPen(theme.panel, 1));
        painter.setBrush(theme.accent);
        painter.drawEllipse(toPixel(dot.at, plot), 4, 4);
    }
    painter.restore();
}

void CurveFigure::paintAxes(
    QPainter& painter, const QRectF& plot, const QSizeF& size, const Theme& theme) const
{
    painter.setFont(Theme::tickFont());
    const auto across = ticksWithin(
        m_axes.yRange.low, m_axes.yRange.high, std::max(2, static_cast<int>(plot.height() / 42)));
    for (const double value : across.values) {
        const double y = std::round(toPixel({ m_axes.xRange.low, value }, plot).y()) + 0.5;
        painter.setPen(QPen(theme.grid, 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(theme.dim);
        drawAt(painter, QRectF(0, y - 8, kLeft - 6, 16), Qt::AlignRight, across.text(value));
    }
    const auto along = ticksWithin(
        m_axes.xRange.low, m_axes.xRange.high, std::max(2, static_cast<int>(plot.width() / 56)));
    for (const double value : along.values) {
        const double x = toPixel({ value, m_axes.yRange.low }, plot).x();
        drawAt(painter, QRectF(x - 30, plot.bottom() + 2, 60, 16), Qt::AlignHCenter, along.text(value));
    }
    drawAt(painter, QRectF(0, plot.bottom() + 18, size.width(), 18), Qt::AlignHCenter, m_axes.x);
    if (!m_axes.note.isEmpty())
        drawAt(painter, QRectF(4, plot.bottom() + kBelow - 2, size.width() - 8, kNote), Qt::AlignLeft,
            m_axes.note);
}

void CurveFigure::paintLegend(QPainter& painter, const QRectF& plot, const Theme& theme) const
{
    painter.setFont(Theme::captionFont());
    const QFontMetricsF metrics(painter.font());
    double x = 0, y = 0;
    bool isFirst = true;
    for (const auto& line : m_lines) {
        if (line.name.isEmpty())
            continue;
        const double wide = kKey + 6 + metrics.horizontalAdvance(line.name) + 14;
        if (!isFirst && x + wide > plot.width()) {
            x = 0;
            y += kLegendRow;
        }
        isFirst = false;
        painter.setPen(penOf(line, theme));
        painter.drawLine(QPointF(plot.left() + x, y + kLegendRow / 2),
            QPointF(plot.left() + x + kKey, y + kLegendRow / 2));
        painter.setPen(theme.text);
        painter.drawText(QRectF(plot.left() + x + kKey + 6, y, wide, kLegendRow),
            Qt::AlignLeft | Qt::AlignVCenter, line.name);
        x += wide;
    }
}

void CurveFigure::paintLines(QPainter& painter, const QRectF& plot, const Theme& theme) const
{
    // Bands first: no band covers a line.
    for (const auto& line : m_lines) {
        if (line.band.size() != line.points.size() || line.band.empty())
            continue;
        QPolygonF area;
        for (std::size_t i = 0; i < line.points.size(); ++i)
            area << toPixel({ line.points[i].x(), line.band[i].second }, plot);
        for (std::size_t i = line.points.size(); i-- > 0;)
            area << toPixel({ line.points[i].x(), line.band[i].first }, plot);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::band(colourOf(line, theme)));
        painter.drawPolygon(area);
    }
    painter.setBrush(Qt::NoBrush);
    for (const auto& line : m_lines) {
        QPainterPath path;
        for (std::size_t i = 0; i < line.points.size(); ++i)
            i == 0 ? path.moveTo(toPixel(line.points[i], plot)) : path.lineTo(toPixel(line.points[i], plot));
        painter.setPen(penOf(line, theme));
        painter.drawPath(path);
    }
}

std::vector<FigureSpot> CurveFigure::spots(const QSizeF& size) const
{
    const QRectF plot = plotOf(size);
    std::vector<FigureSpot> all;
    for (const auto& dot : m_dots) {
        const QPointF at = toPixel(dot.at, plot);
        all.push_back({ QRectF(at.x() - 8, at.y() - 8, 16, 16), dot.tip });
    }
    const double half
        = m_tips.size() < 2 ? plot.width() / 2 : plot.width() / static_cast<double>(2 * m_tips.size());
    for (const auto& [value, tip] : m_tips) {
        const double x = toPixel({ value, m_axes.yRange.low }, plot).x();
        if (plot.left() - 1 <= x && x <= plot.right() + 1)
            all.push_back({ QRectF(x - half, plot.top(), 2 * half, plot.height()), tip });
    }
    return all;
}

} // namespace btw::charts
