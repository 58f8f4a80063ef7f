// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tooltipcloser.h"

#include <QApplication>
#include <QEvent>
#include <QMenu>
#include <QToolTip>

namespace btw::widgets {

TooltipCloser::TooltipCloser(QObject* parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool TooltipCloser::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ContextMenu
        || (event->type() == QEvent::Show && qobject_cast<QMenu*>(watched) != nullptr)) {
        QToolTip::hideText();
    } else if (event->type() == QEvent::ToolTip) {
        const auto* popup = QApplication::activePopupWidget();
        const auto* asked = qobject_cast<QWidget*>(watched);
        if (popup != nullptr && asked != nullptr && asked->window() != popup)
            return true; // it would open behind a menu and outlast it
    }
    return QObject::eventFilter(watched, event);
}

} // namespace btw::widgets
