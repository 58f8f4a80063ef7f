// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse, keyboard and drops of the page of figures.
#include "engine/error.h"
#include "ui/pages/figures/figureeditor.h"
#include "ui/pages/figures/figuregallery.h"
#include "ui/pages/figures/sheetview.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace btw::pages {

namespace {
constexpr int kZoomStep = 25;
constexpr int kPrinted = 100;
const QString kPanelsMime = QStringLiteral("application/x-btwfig");
}

std::optional<std::size_t> SheetView::panelAt(const QPointF& at)
{
    for (std::size_t i = 0; i < picture().panels().size(); ++i)
        if (panelRect(i).contains(at))
            return i;
    return std::nullopt;
}

std::size_t SheetView::placeAt(const QPointF& at)
{
    const auto count = picture().panels().size();
    for (std::size_t i = 0; i < count; ++i) {
        const QRectF rect = panelRect(i);
        if (at.y() < rect.bottom() && at.x() < rect.center().x())
            return i;
        const bool isLastOfRow = i + 1 == count || panelRect(i + 1).top() > rect.top() + 1;
        if (at.y() < rect.bottom() && isLastOfRow)
            return i + 1;
    }
    return count;
}

void SheetView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setFocus(Qt::MouseFocusReason);
    if (const auto panel = panelAt(event->position())) {
        m_editor.select(*panel);
        m_press = event->position();
        m_isDragging = false;
    }
}

void SheetView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_press || m_editor.sheet().panels.size() < 2)
        return;
    const QPointF way = event->position() - *m_press;
    m_isDragging = m_isDragging || way.manhattanLength() > QApplication::startDragDistance();
    if (m_isDragging) {
        m_target = placeAt(event->position());
        viewport()->setCursor(Qt::ClosedHandCursor);
        viewport()->update();
    }
}

void SheetView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_isDragging && m_target && event->button() == Qt::LeftButton) {
        const auto from = m_editor.selected();
        // Taken out first, what comes behind it moves up.
        const auto to = *m_target > from ? *m_target - 1 : *m_target;
        m_editor.move(from, std::min(to, m_editor.sheet().panels.size() - 1));
    }
    m_press.reset();
    m_target.reset();
    m_isDragging = false;
    viewport()->unsetCursor();
    viewport()->update();
}

void SheetView::copyPanel()
{
    if (m_editor.selected() >= m_editor.sheet().panels.size())
        return;
    auto page = m_editor.sheet();
    page.panels = { page.panels[m_editor.selected()] };
    auto* copied = new QMimeData;
    copied->setData(kPanelsMime, charts::toBtwfig(page));
    QApplication::clipboard()->setMimeData(copied);
}

void SheetView::pastePanels()
{
    const auto* copied = QApplication::clipboard()->mimeData();
    if (copied == nullptr || !copied->hasFormat(kPanelsMime))
        return;
    try {
        m_editor.insert(charts::fromBtwfig(copied->data(kPanelsMime), {}).panels);
    } catch (const Error&) { // NOLINT(bugprone-empty-catch): of another version of the program
    }
}

void SheetView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyPanel();
        return;
    }
    if (event->matches(QKeySequence::Paste)) {
        pastePanels();
        return;
    }
    const auto count = m_editor.sheet().panels.size();
    const auto selected = m_editor.selected();
    const bool isBack = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    const bool isOn = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    if ((isBack && selected > 0) || (isOn && selected + 1 < count)) {
        const auto other = isBack ? selected - 1 : selected + 1;
        if (event->modifiers() & Qt::ControlModifier)
            m_editor.move(selected, other);
        else
            m_editor.select(other);
        event->accept();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        m_editor.remove(selected);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        setZoom((m_zoom > 0 ? m_zoom : kPrinted) + kZoomStep);
        return;
    case Qt::Key_Minus:
        setZoom((m_zoom > 0 ? m_zoom : kPrinted) - kZoomStep);
        return;
    case Qt::Key_0:
        setZoom(kPrinted);
        return;
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        verticalScrollBar()->triggerAction(
            event->key() == Qt::Key_PageDown ? QScrollBar::SliderPageStepAdd : QScrollBar::SliderPageStepSub);
        return;
    default:
        event->ignore();
    }
}

void SheetView::wheelEvent(QWheelEvent* event)
{
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    setZoom((m_zoom > 0 ? m_zoom : kPrinted) + (event->angleDelta().y() > 0 ? kZoomStep : -kZoomStep));
    event->accept();
}

void SheetView::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasFormat(FigureGallery::mimeType()))
        event->acceptProposedAction();
}

void SheetView::dragMoveEvent(QDragMoveEvent* event)
{
    m_target = placeAt(event->position());
    viewport()->update();
    event->acceptProposedAction();
}

void SheetView::dragLeaveEvent(QDragLeaveEvent* /*event*/)
{
    m_target.reset();
    viewport()->update();
}

void SheetView::dropEvent(QDropEvent* event)
{
    m_target.reset();
    m_editor.add(
        QString::fromUtf8(event->mimeData()->data(FigureGallery::mimeType())), placeAt(event->position()));
    event->acceptProposedAction();
}

void SheetView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void SheetView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace btw::pages
