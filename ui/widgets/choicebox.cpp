// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choicebox.h"

#include <QPainter>
#include <QWheelEvent>

namespace btw::widgets {

ChoiceBox::ChoiceBox(QWidget* parent)
    : QComboBox(parent)
{
    setFocusPolicy(Qt::StrongFocus);
}

void ChoiceBox::paintEvent(QPaintEvent* event)
{
    QComboBox::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Text),
        1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF tip(width() - 15, height() / 2.0 + 2);
    painter.drawPolyline(QPolygonF { tip + QPointF(-4, -4), tip, tip + QPointF(4, -4) });
}

void ChoiceBox::wheelEvent(QWheelEvent* event) { event->ignore(); }

} // namespace btw::widgets
