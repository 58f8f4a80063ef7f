// SPDX-License-Identifier: GPL-3.0-or-later
#include "shown.h"

#include <QEvent>
#include <QWidget>

namespace btw::app {

Shown::Shown(QWidget& window)
    : QObject(&window)
{
    window.installEventFilter(this);
}

bool Shown::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Paint) {
        watched->removeEventFilter(this);
        // What stands in the window is drawn within the same event.
        QMetaObject::invokeMethod(this, &Shown::happened, Qt::QueuedConnection);
    }
    return false;
}

} // namespace btw::app
