// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace btw::widgets {

/// Where the keyboard stops within a widget, in the order of its layouts, which is that in which it is read.
QList<QWidget*> tabStopsOf(QWidget& widget);

/// Tab goes through the parts of a page one after the other, in each as it is read. To be called again once a
/// part has new children: Qt puts those at the end of the window.
void tabInReadingOrder(const QList<QWidget*>& parts);

} // namespace btw::widgets
