// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/pointsitem.h"

#include <QPainter>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace btw::charts {

namespace {
constexpr std::size_t kStampAbove = 2000; // past this many points a copied picture stands for each
constexpr std::uint8_t kDeepest = 4; // more points on one pixel would not be any darker
constexpr float kOpacity = 0.62F;
} // namespace

void PointsItem::setPoints(std::vector<Group> groups, double radius, const QRectF& clip, Use use)
{
    prepareGeometryChange();
    m_groups = std::move(groups);
    m_radius = radius;
    m_clip = clip;
    m_use = use;
    m_cache = QImage();
    update();
}

void PointsItem::drawMarker(QPainter& painter, const QPointF& at, double radius, Shape shape)
{
    if (shape == Shape::Circle) {
        painter.drawEllipse(at, radius, radius);
        return;
    }
    const double r = radius * 1.2;
    painter.drawPolygon(
        QPolygonF { at + QPointF(0, -r), at + QPointF(r, 0), at + QPointF(0, r), at + QPointF(-r, 0) });
}

void PointsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/)
{
    if (m_clip.isEmpty()) {
        return;
    }
    if (m_use == Use::Screen || (m_use == Use::Page && count() > kStampAbove)) {
        // A page is drawn at any zoom: one pixel of the image is one of the screen.
        const double zoom = m_use == Use::Page ? painter->worldTransform().m11() : 1;
        const double ratio = painter->device()->devicePixelRatioF() * zoom;
        if (m_cache.isNull() || m_cache.devicePixelRatio() != ratio) {
            paintCached(ratio);
        }
        painter->drawImage(m_clip.topLeft(), m_cache);
        return;
    }
    painter->setPen(Qt::NoPen);
    for (const Group& group : m_groups) {
        QColor colour = group.colour;
        colour.setAlphaF(kOpacity);
        painter->setBrush(colour);
        for (const QPointF& point : group.points) {
            drawMarker(*painter, point, m_radius, group.shape);
        }
    }
}

std::size_t PointsItem::count() const
{
    return std::accumulate(m_groups.begin(), m_groups.end(), std::size_t { 0 },
        [](std::size_t sum, const Group& group) { return sum + group.points.size(); });
}

void PointsItem::paintCached(double ratio)
{
    const QSize size(static_cast<int>(std::ceil(m_clip.width() * ratio)),
        static_cast<int>(std::ceil(m_clip.height() * ratio)));
    m_cache = QImage(size, QImage::Format_ARGB32_Premultiplied);
    m_cache.setDevicePixelRatio(ratio);
    m_cache.fill(Qt::transparent);
    QPainter painter(&m_cache);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const std::size_t total = count();
    for (const Group& group : m_groups) {
        QColor colour = group.colour;
        colour.setAlphaF(kOpacity);
        if (total <= kStampAbove) {
            painter.setBrush(colour);
            for (const QPointF& point : group.points) {
                drawMarker(painter, point - m_clip.topLeft(), m_radius, group.shape);
            }
            continue;
        }
        const int side = static_cast<int>(std::ceil((2.4 * m_radius + 2) * ratio));
        QImage stamp(side, side, QImage::Format_ARGB32_Premultiplied);
        stamp.setDevicePixelRatio(ratio);
        stamp.fill(Qt::transparent);
        const double half = side / ratio / 2;
        {
            QPainter once(&stamp);
            once.setRenderHint(QPainter::Antialiasing);
            once.setPen(Qt::NoPen);
            once.setBrush(colour);
            drawMarker(once, QPointF(half, half), m_radius, group.shape);
        }
        std::vector<std::uint8_t> depth(
            static_cast<std::size_t>(size.width()) * static_cast<std::size_t>(size.height()));
        for (const QPointF& point : group.points) {
            const QPointF at = point - m_clip.topLeft();
            const int x = static_cast<int>(at.x() * ratio);
            const int y = static_cast<int>(at.y() * ratio);
            if (x < 0 || y < 0 || x >= size.width() || y >= size.height()) {
                continue;
            }
            std::uint8_t& count = depth[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width())
                + static_cast<std::size_t>(x)];
            if (count < kDeepest) {
                ++count;
                painter.drawImage(QPointF(x / ratio - half, y / ratio - half), stamp);
            }
        }
    }
}

} // namespace btw::charts
