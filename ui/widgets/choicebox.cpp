// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choicebox.h"

#include <QAbstractItemView>
#include <QGuiApplication>
#include <QPainter>
#include <QScreen>
#include <QWheelEvent>

#include <algorithm>

namespace btw::widgets {

ChoiceBox::ChoiceBox(QWidget* parent)
    : QComboBox(parent)
{
    setFocusPolicy(Qt::StrongFocus);
}

void ChoiceBox::showPopup()
{
    QComboBox::showPopup();
    // Qt takes the height of the rows without what a style sheet puts around the list.
    auto* list = view();
    auto* popup = list->window();
    const int last = std::min(count(), maxVisibleItems()) - 1;
    const QRect row = list->visualRect(model()->index(last, modelColumn(), rootModelIndex()));
    const int missing = row.bottom() + 1 - list->viewport()->height();
    if (missing <= 0 || popup == window())
        return;
    QRect place = popup->geometry();
    place.setHeight(place.height() + missing);
    const QRect room = screen()->availableGeometry();
    if (place.bottom() > room.bottom() && QGuiApplication::platformName() != QLatin1String("offscreen"))
        place.moveBottom(std::max(room.bottom(), room.top() + place.height()));
    popup->setGeometry(place);
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
