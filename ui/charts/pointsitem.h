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
/// point; here the screen gets one cached image, and paper every point as vectors.
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

    /// \param radius of a point, \param clip where points may be drawn, \param paper draw vectors.
    void setPoints(std::vector<Group> groups, double radius, const QRectF& clip, bool paper);

    QRectF boundingRect() const override { return m_clip; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    /// A marker's outline around the origin.
    static void drawMarker(QPainter& painter, const QPointF& at, double radius, Shape shape);

private:
    void paintCached(double ratio);

    std::vector<Group> m_groups;
    double m_radius = 3;
    QRectF m_clip;
    bool m_paper = false;
    QImage m_cache;
};

} // namespace btw::charts
