// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choicebox.h"

#include <QAbstractItemView>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QLayout>
#include <QScreen>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QToolTip>
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
    auto* list = view();
    auto* popup = list->window();
    if (popup == window() || count() == 0)
        return;
    // Qt takes the size of the rows without what a style sheet puts around the list. A change of one side may
    // bring or take a scroll bar on the other.
    for (int turn = 0; turn < 2; ++turn) {
        const int last = std::min(count(), maxVisibleItems()) - 1;
        list->scrollToTop();
        const QRect row = list->visualRect(model()->index(last, modelColumn(), rootModelIndex()));
        const int higher = std::max(0, row.bottom() + 1 - list->viewport()->height());
        const int wider = std::max(0, list->sizeHintForColumn(modelColumn()) - list->viewport()->width());
        if (higher == 0 && wider == 0)
            break;
        popup->setGeometry(placed(popup->geometry().adjusted(0, 0, wider, higher)));
        if (popup->layout() != nullptr)
            popup->layout()->activate();
    }
    list->scrollTo(list->currentIndex());
}

QRect ChoiceBox::placed(QRect popup) const
{
    if (QGuiApplication::platformName() == QLatin1String("offscreen"))
        return popup; // whose screen is smaller than any
    const QRect room = screen()->availableGeometry();
    popup.setSize(popup.size().boundedTo(room.size()));
    if (popup.bottom() > room.bottom())
        popup.moveBottom(room.bottom());
    if (popup.right() > room.right())
        popup.moveRight(room.right());
    return popup;
}

QString ChoiceBox::shownText() const
{
    QStyleOptionComboBox option;
    initStyleOption(&option);
    constexpr int kAir = 2; // that the style leaves at either side
    const int room
        = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this).width()
        - kAir - (option.currentIcon.isNull() ? 0 : option.iconSize.width() + 2 * kAir);
    return option.fontMetrics.elidedText(option.currentText, Qt::ElideRight, room);
}

bool ChoiceBox::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && shownText() != currentText()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString words
            = toolTip().isEmpty() ? currentText() : currentText() + QLatin1Char('\n') + toolTip();
        QToolTip::showText(help->globalPos(), words, this);
        return true;
    }
    return QComboBox::event(event);
}

void ChoiceBox::paintEvent(QPaintEvent* /*event*/)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    option.currentText = shownText(); // the style would cut it within a letter
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Text),
        1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF tip(width() - 15, height() / 2.0 + 2);
    painter.drawPolyline(QPolygonF { tip + QPointF(-4, -4), tip, tip + QPointF(4, -4) });
}

void ChoiceBox::wheelEvent(QWheelEvent* event) { event->ignore(); }

} // namespace btw::widgets
