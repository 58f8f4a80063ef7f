// SPDX-License-Identifier: GPL-3.0-or-later
// Where every chart has its plot: margins, names under it, marks of its axes, its size on paper.
#include "ui/charts/chart.h"

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr double kNamesOnScreen = 0.3; // of the height, at most
constexpr double kNamesOnPaper = 0.8; // which grows by it
constexpr double kLeastPlot = 0.6; // of a figure on paper, before it grew
constexpr double kMostGrowth = 8; // of a figure on paper: 40 models
constexpr double kEdge = 4; // smallest distance of anything from the chart's edge
} // namespace

void Chart::relayout()
{
    if (m_canvas.isEmpty()) {
        return;
    }
    Axis x = m_x;
    Axis y = m_y;
    if (m_zoom && canZoom()) {
        x.low = m_zoom->left();
        x.high = m_zoom->right();
        y.low = m_zoom->top();
        y.high = m_zoom->bottom();
    }
    m_xAxis->setRange(x.low, x.high);
    m_yAxis->setRange(y.low, y.high);
    // Names under the plot depend on the left margin, that on the numbers of the y axis, and those on the
    // height.
    for (int pass = 0; pass < 2; ++pass) {
        prepare();
        const double top = topMargin();
        m_plot = QRectF(0, top, m_canvas.width(), std::max(10.0, m_canvas.height() - top - below()));
        const double left = leftMargin();
        m_plot.setLeft(left);
        const double right = rightMargin(m_canvas.width() - left);
        m_plot.setRight(std::max(left + 10, m_canvas.width() - right));
        m_plot.setRight(std::max(left + 10, m_plot.right() - overhang()));
    }
    m_chart->setGeometry(QRectF(QPointF(0, 0), m_canvas));
    m_chart->setPlotArea(m_plot);
    if (m_empty.isEmpty()) {
        place();
    }
    updateItems();
}

double Chart::below() const
{
    return bottomMargin() + (m_footnote.isEmpty() || !m_ink.paper ? 0 : m_ink.tickPx + 5);
}

double Chart::overhang() const
{
    if (!m_x.names.isEmpty())
        return 0;
    const Ticks ticks = xTicks();
    double farthest = 0;
    for (const double value : ticks.values) {
        const double half = textWidth(tickFont(), ticks.text(value, m_x.sign)) / 2;
        farthest = std::max(farthest, toPixel(value, m_yAxis->min()).x() + half);
    }
    return std::max(0.0, farthest - (m_canvas.width() - 3));
}

void Chart::prepare()
{
    const auto count = static_cast<double>(std::max<qsizetype>(1, m_x.names.size()));
    const double left = leftMargin();
    NameRoom room;
    room.slot = (m_canvas.width() - left - rightMargin(m_canvas.width() - left)) / count;
    room.firstCentre = left + room.slot / 2;
    room.mostHeight = (m_ink.paper ? kNamesOnPaper : kNamesOnScreen) * frameHeight();
    room.textHeight = m_ink.tickPx;
    room.lineHeight = m_ink.tickPx + 4;
    m_names = layNames(m_x.names, room, widthIn(tickFont()));
}

QSizeF Chart::sizeOnPaper(const QSizeF& wanted)
{
    m_canvas = wanted;
    m_frameHeight = wanted.height();
    layOut();
    const double needed = topMargin() + leastPlotHeight() + below();
    return { wanted.width(), std::clamp(needed, wanted.height(), kMostGrowth * wanted.height()) };
}

double Chart::leastPlotHeight() const { return kLeastPlot * frameHeight(); }

Ticks Chart::yTicks() const
{
    const double low = m_zoom && canZoom() ? m_zoom->top() : m_y.low;
    const double high = m_zoom && canZoom() ? m_zoom->bottom() : m_y.high;
    const int room = std::clamp(static_cast<int>(m_plot.height() / (m_ink.tickPx * 2.6)), 2, 5);
    const Ticks ticks = ticksWithin(low, high, room);
    return ticks.values.size() > 1 ? ticks : ticksWithin(low, high, room + 1); // one mark alone is no scale
}

Ticks Chart::xTicks() const
{
    const double low = m_zoom && canZoom() ? m_zoom->left() : m_x.low;
    const double high = m_zoom && canZoom() ? m_zoom->right() : m_x.high;
    const int most = std::clamp(static_cast<int>(m_plot.width() / (m_ink.tickPx * 5)), 3, m_x.epochs ? 6 : 8);
    Ticks ticks;
    // Fewer, or closer ones, where their numbers would run into each other.
    for (const double gap : { 1.0 * m_ink.tickPx, 3.0 }) {
        for (int room = most; room > 1; --room) {
            ticks = m_x.epochs ? epochTicks(low, high, room) : ticksWithin(low, high, room);
            double widest = 0;
            for (const double value : ticks.values) {
                widest = std::max(widest, textWidth(tickFont(), ticks.text(value, m_x.sign)));
            }
            if (ticks.values.size() > 1 && widest + gap <= ticks.step / (high - low) * m_plot.width()) {
                return ticks;
            }
        }
    }
    return ticks;
}

double Chart::leftMargin() const
{
    const Ticks ticks = yTicks();
    const QFont font = tickFont();
    double widest = 0;
    for (const double value : ticks.values) {
        widest = std::max(widest, textWidth(font, ticks.text(value, m_y.sign)));
    }
    const double title = m_y.title.isEmpty() ? 0 : m_ink.tickPx + 7;
    return kEdge + title + std::ceil(widest) + 8;
}

double Chart::rightMargin(double /*available*/) { return 14; }
double Chart::topMargin() const { return m_ink.tickPx * 0.5 + kEdge + 2; }

double Chart::bottomMargin() const
{
    const double names = m_x.names.isEmpty() ? 0 : m_names.height - (m_ink.tickPx + 4);
    return names + m_ink.tickPx + 8 + (m_x.title.isEmpty() ? 0 : m_ink.tickPx + 4) + kEdge;
}

QPointF Chart::toPixel(double x, double y) const
{
    const double u = (x - m_xAxis->min()) / (m_xAxis->max() - m_xAxis->min());
    const double v = (y - m_yAxis->min()) / (m_yAxis->max() - m_yAxis->min());
    return { m_plot.left() + u * m_plot.width(), m_plot.bottom() - v * m_plot.height() };
}

QPointF Chart::toData(const QPointF& pixel) const
{
    const double u = (pixel.x() - m_plot.left()) / m_plot.width();
    const double v = (m_plot.bottom() - pixel.y()) / m_plot.height();
    return { m_xAxis->min() + u * (m_xAxis->max() - m_xAxis->min()),
        m_yAxis->min() + v * (m_yAxis->max() - m_yAxis->min()) };
}

} // namespace btw::charts
