// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/paintitem.h"

#include <QPainter>

#include <utility>

namespace btw::charts {

PaintItem::PaintItem(std::function<void(QPainter&)> paint)
    : m_paint(std::move(paint))
{
}

void PaintItem::setSize(const QSizeF& size)
{
    prepareGeometryChange();
    m_size = size;
}

void PaintItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/)
{
    m_paint(*painter);
}

} // namespace btw::charts
