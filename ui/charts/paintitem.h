// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsItem>

#include <functional>

namespace btw::charts {

/// A layer of a chart's scene that is painted by a function.
class PaintItem : public QGraphicsItem
{
public:
    explicit PaintItem(std::function<void(QPainter&)> paint);

    void setSize(const QSizeF& size);
    QRectF boundingRect() const override { return { QPointF(0, 0), m_size }; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    std::function<void(QPainter&)> m_paint;
    QSizeF m_size;
};

} // namespace btw::charts
