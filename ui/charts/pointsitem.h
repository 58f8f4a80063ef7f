// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QGraphicsItem>
#include <QImage>
#include <QPointF>
#include <QRectF>

#include <vector>

namespace btw::charts {

/// Many points in pixels, each group with its own colour and shape. Qt Charts would make one graphics item a
/// point; here the screen gets one cached image, and a file every point as vectors.
class PointsItem : public QGraphicsItem
{
public:
    enum class Shape { Circle, Diamond };
    struct Group
    {
        std::vector<QPointF> points;
        QColor colour;
        Shape shape = Shape::Circle;
    };

    /// What the picture is for: a page shown on the screen has vectors as its file does, but an image of many
    /// points.
    enum class Use { Screen, Page, File };
    /// \param radius of a point, \param clip where points may be drawn
    void setPoints(std::vector<Group> groups, double radius, const QRectF& clip, Use use);

    QRectF boundingRect() const override { return m_clip; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    /// A marker's outline around the origin.
    static void drawMarker(QPainter& painter, const QPointF& at, double radius, Shape shape);

private:
    void paintCached(double ratio);
    std::size_t count() const;

    std::vector<Group> m_groups;
    double m_radius = 3;
    QRectF m_clip;
    Use m_use = Use::Screen;
    QImage m_cache;
};

} // namespace btw::charts
