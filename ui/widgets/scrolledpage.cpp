// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scrolledpage.h"

#include <QKeyEvent>
#include <QLayout>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace btw::widgets {

namespace {

class Content : public QWidget
{
public:
    int heightForWidth(int width) const override
    {
        return layout() ? layout()->minimumHeightForWidth(width) : QWidget::heightForWidth(width);
    }
};

/// Lies over the page and lets everything through.
class Ring : public QWidget
{
public:
    explicit Ring(QWidget* parent)
        : QWidget(parent)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(2, 1, -2, -1), 6, 6);
    }
};

} // namespace

ScrolledPage::ScrolledPage(QWidget* parent)
    : QScrollArea(parent)
    , m_content(new Content)
    , m_ring(new Ring(this))
{
    m_content->setProperty("page", true);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Page"));
    setWidget(m_content);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &ScrolledPage::followRange);
}

void ScrolledPage::setPageMargins(const QMargins& margins)
{
    m_margins = margins;
    placeContent();
}

void ScrolledPage::followRange()
{
    const auto* bar = verticalScrollBar();
    setFocusPolicy(bar->maximum() > bar->minimum() ? Qt::TabFocus : Qt::NoFocus);
    placeContent();
}

void ScrolledPage::placeContent()
{
    if (!m_content->layout() || m_margins.isNull())
        return;
    const auto* bar = verticalScrollBar();
    const int taken = bar->maximum() > bar->minimum() ? bar->sizeHint().width() : 0;
    m_content->layout()->setContentsMargins(
        m_margins.left(), m_margins.top(), std::max(0, m_margins.right() - taken), m_margins.bottom());
}

bool ScrolledPage::focusNextPrevChild(bool next)
{
    if (!QScrollArea::focusNextPrevChild(next))
        return false;
    constexpr int kAir = 12;
    const auto* now = window()->focusWidget();
    if (now == nullptr || !m_content->isAncestorOf(now) || now->height() > viewport()->height() - 2 * kAir)
        return true;
    const QRect place(now->mapTo(m_content, QPoint()), now->size());
    ensureVisible(0, place.center().y(), 0, place.height() / 2 + kAir);
    return true;
}

void ScrolledPage::keyPressEvent(QKeyEvent* event)
{
    showRing(true);
    auto* bar = verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Home:
        bar->triggerAction(QAbstractSlider::SliderToMinimum);
        return;
    case Qt::Key_End:
        bar->triggerAction(QAbstractSlider::SliderToMaximum);
        return;
    case Qt::Key_Space:
        bar->triggerAction(event->modifiers().testFlag(Qt::ShiftModifier)
                ? QAbstractSlider::SliderPageStepSub
                : QAbstractSlider::SliderPageStepAdd);
        return;
    default:
        QScrollArea::keyPressEvent(event);
    }
}

void ScrolledPage::focusInEvent(QFocusEvent* event)
{
    QScrollArea::focusInEvent(event);
    // A page that comes on show is given the focus where nothing else can take it: a frame around all of it
    // would then say nothing to whoever uses no keyboard.
    const auto reason = event->reason();
    const bool isByKey = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason
        || reason == Qt::ShortcutFocusReason;
    showRing(isByKey || m_isByKeyboard);
}

void ScrolledPage::showRing(bool shown)
{
    m_isByKeyboard = shown;
    m_ring->setVisible(shown);
    m_ring->raise();
}

void ScrolledPage::focusOutEvent(QFocusEvent* event)
{
    QScrollArea::focusOutEvent(event);
    m_ring->hide();
    // Back from another window or a menu, the keyboard is where it was.
    if (event->reason() != Qt::ActiveWindowFocusReason && event->reason() != Qt::PopupFocusReason)
        m_isByKeyboard = false;
}

void ScrolledPage::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    m_ring->setGeometry(rect());
}

} // namespace btw::widgets
