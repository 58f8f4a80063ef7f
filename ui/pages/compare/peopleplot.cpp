// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/peopleplot.h"

#include "ui/charts/pointsitem.h"
#include "ui/charts/ticks.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::pages {

using charts::PointsItem;
using widgets::Theme;

namespace {

constexpr double kLeft = 52;
constexpr double kRight = 10;
constexpr double kTop = 8;
constexpr double kBottom = 40;
constexpr int kTicks = 5;
constexpr std::size_t kMany = 1000;

template <typename Shape> std::vector<std::size_t> within(const PeoplePlot& plot, const Shape& holds)
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < plot.size(); ++i)
        if (holds(plot.pixelOf(i)))
            found.push_back(i);
    return found;
}

} // namespace

void PeoplePlot::setPoints(std::vector<Point> points, const QString& xTitle, const QString& yTitle)
{
    m_points = std::move(points);
    m_selected.assign(m_points.size(), false);
    m_anySelected = false;
    m_xTitle = xTitle;
    m_yTitle = yTitle;
    measure();
}

void PeoplePlot::setSelected(std::vector<bool> selected)
{
    m_selected = std::move(selected);
    m_selected.resize(m_points.size());
    m_anySelected = std::find(m_selected.begin(), m_selected.end(), true) != m_selected.end();
    m_ground = {};
}

void PeoplePlot::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_ground = {};
}

void PeoplePlot::resize(const QSize& size, double ratio)
{
    m_size = size;
    m_ratio = ratio;
    m_plot = QRectF(kLeft, kTop, size.width() - kLeft - kRight, size.height() - kTop - kBottom);
    m_ground = {};
}

void PeoplePlot::measure()
{
    double low = 0;
    double high = 0;
    double reach = 0;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        low = i == 0 ? m_points[i].x : std::min(low, m_points[i].x);
        high = i == 0 ? m_points[i].x : std::max(high, m_points[i].x);
        reach = std::max(reach, std::abs(m_points[i].y));
    }
    const double room = high > low ? 0.03 * (high - low) : 0.5;
    m_left = low - room;
    m_right = high + room;
    m_reach = reach > 0 ? 1.08 * reach : 1;
    m_ground = {};
}

QPointF PeoplePlot::pixelOf(std::size_t i) const
{
    return { m_plot.left() + (m_points[i].x - m_left) / (m_right - m_left) * m_plot.width(),
        m_plot.center().y() - m_points[i].y / m_reach * m_plot.height() / 2 };
}

std::optional<std::size_t> PeoplePlot::at(const QPointF& pixel, double within) const
{
    std::optional<std::size_t> found;
    double best = within * within;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const QPointF away = pixelOf(i) - pixel;
        const double distance = QPointF::dotProduct(away, away);
        if (distance <= best) {
            best = distance;
            found = i;
        }
    }
    return found;
}

std::vector<std::size_t> PeoplePlot::inside(const QRectF& pixels) const
{
    return within(*this, [&](const QPointF& point) { return pixels.contains(point); });
}

std::vector<std::size_t> PeoplePlot::inside(const QPolygonF& pixels) const
{
    return within(*this, [&](const QPointF& point) { return pixels.containsPoint(point, Qt::OddEvenFill); });
}

std::size_t PeoplePlot::next(std::size_t from, int dx, int dy) const
{
    // By place along the axis; equal ones by their number, so that every point is reached.
    const auto key = [&](std::size_t i) {
        const double along = dx != 0 ? dx * m_points[i].x : dy * m_points[i].y;
        const int sense = dx + dy;
        return std::pair(along, sense * static_cast<std::ptrdiff_t>(i));
    };
    std::size_t found = from;
    for (std::size_t i = 0; i < m_points.size(); ++i)
        if (key(i) > key(from) && (found == from || key(i) < key(found)))
            found = i;
    return found;
}

double PeoplePlot::radius() const { return m_points.size() > kMany ? 2.5 : 3.5; }

void PeoplePlot::paintPoint(QPainter& painter, std::size_t i, bool isStrong) const
{
    const bool isBetter = m_points[i].y >= 0;
    QColor colour = isBetter ? m_theme.corrections : m_theme.mistakes;
    constexpr float kFaint = 0.25F;
    constexpr float kUsual = 0.55F;
    colour.setAlphaF(isStrong ? 1.0F : m_anySelected ? kFaint : kUsual);
    painter.setBrush(colour);
    painter.setPen(isStrong ? QPen(m_theme.text, 1.2) : QPen(Qt::NoPen));
    PointsItem::drawMarker(painter, pixelOf(i), isStrong ? radius() + 1 : radius(),
        isBetter ? PointsItem::Shape::Circle : PointsItem::Shape::Diamond);
}

void PeoplePlot::paintAxes(QPainter& painter) const
{
    painter.setFont(Theme::tickFont());
    const auto rows = charts::ticksWithin(-m_reach, m_reach, kTicks);
    for (const double value : rows.values) {
        const double y = std::round(m_plot.center().y() - value / m_reach * m_plot.height() / 2) + 0.5;
        painter.setPen(QPen(value == 0 ? m_theme.dim : m_theme.grid, 1));
        painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
        painter.setPen(m_theme.dim);
        widgets::drawTabular(painter, QRectF(0, y - 9, kLeft - 8, 18), Qt::AlignRight | Qt::AlignVCenter,
            rows.text(value, true));
    }
    const auto columns = charts::ticksWithin(m_left, m_right, kTicks);
    for (const double value : columns.values) {
        const double x = m_plot.left() + (value - m_left) / (m_right - m_left) * m_plot.width();
        widgets::drawTabular(
            painter, QRectF(x - 40, m_plot.bottom() + 4, 80, 16), Qt::AlignCenter, columns.text(value));
    }
    painter.drawText(
        QRectF(m_plot.left(), m_plot.bottom() + 20, m_plot.width(), 18), Qt::AlignCenter, m_xTitle);
}

void PeoplePlot::paint(QPainter& painter)
{
    if (m_plot.width() <= 0 || m_plot.height() <= 0)
        return;
    if (m_ground.isNull()) {
        m_ground = QPixmap(m_size * m_ratio);
        m_ground.setDevicePixelRatio(m_ratio);
        m_ground.fill(Qt::transparent);
        QPainter ground(&m_ground);
        ground.setRenderHint(QPainter::Antialiasing);
        paintAxes(ground);
        for (std::size_t i = 0; i < m_points.size(); ++i)
            if (!m_selected[i])
                paintPoint(ground, i, false);
        for (std::size_t i = 0; i < m_points.size(); ++i)
            if (m_selected[i])
                paintPoint(ground, i, true);
    }
    painter.drawPixmap(0, 0, m_ground);
}

} // namespace btw::pages
