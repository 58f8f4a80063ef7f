// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/readingorder.h"

#include <QLayout>
#include <QScrollArea>
#include <QWidget>

namespace btw::widgets {

namespace {

void collect(QWidget& widget, QList<QWidget*>& stops);

void collect(const QLayout& layout, QList<QWidget*>& stops)
{
    for (int i = 0; i < layout.count(); ++i) {
        auto* item = layout.itemAt(i);
        if (auto* inner = item->layout())
            collect(*inner, stops);
        else if (auto* widget = item->widget())
            collect(*widget, stops);
    }
}

void collect(QWidget& widget, QList<QWidget*>& stops)
{
    if ((widget.focusPolicy() & Qt::TabFocus) != 0 && widget.focusProxy() == nullptr)
        stops << &widget;
    auto* area = qobject_cast<QScrollArea*>(&widget);
    if (area != nullptr && area->widget() != nullptr)
        collect(*area->widget(), stops);
    else if (widget.layout() != nullptr)
        collect(*widget.layout(), stops);
}

} // namespace

QList<QWidget*> tabStopsOf(QWidget& widget)
{
    QList<QWidget*> stops;
    collect(widget, stops);
    return stops;
}

void tabInReadingOrder(const QList<QWidget*>& parts)
{
    QWidget* last = nullptr;
    for (auto* part : parts)
        for (auto* stop : tabStopsOf(*part)) {
            if (last != nullptr)
                QWidget::setTabOrder(last, stop);
            last = stop;
        }
}

} // namespace btw::widgets
