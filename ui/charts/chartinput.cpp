// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse, keyboard and menu of every chart.
#include "ui/charts/chart.h"
#include "ui/charts/exportfigure.h"
#include "ui/charts/paintitem.h"
#include "ui/widgets/existingfolder.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDir>
#include <QFileDialog>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMessageBox>
#include <QMouseEvent>
#include <QScrollArea>
#include <QWhatsThis>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr double kDragStart = 6; // pixels before a press becomes a drag
constexpr int kFigureDpi = 300;

/// Scrolls the page so that all of the chart is seen: by itself a scroll area shows of a graphics view the
/// place of its text cursor only, a strip at the top.
void showWhole(const QWidget& chart)
{
    for (QWidget* parent = chart.parentWidget(); parent != nullptr; parent = parent->parentWidget()) {
        auto* area = qobject_cast<QScrollArea*>(parent);
        if (area == nullptr || area->widget() == nullptr) {
            continue;
        }
        const QRect rect(chart.mapTo(area->widget(), QPoint(0, 0)), chart.size());
        area->ensureVisible(
            rect.center().x(), rect.center().y(), rect.width() / 2 + 4, rect.height() / 2 + 4);
        return;
    }
}
} // namespace

QList<HoverRow> Chart::hoverAt(const QPointF& /*pixel*/, QPointF& /*anchor*/) { return {}; }
std::optional<QPointF> Chart::stepFrom(const QPointF& /*pixel*/, int /*steps*/) { return std::nullopt; }
std::optional<QPointF> Chart::stepDownFrom(const QPointF& /*pixel*/, int /*steps*/) { return std::nullopt; }
bool Chart::clicked(const QPointF& /*pixel*/) { return false; }

void Chart::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    if (m_press && (canZoom() || m_rubberSelects) && (event->buttons() & Qt::LeftButton)) {
        const QPointF to(std::clamp(at.x(), m_plot.left(), m_plot.right()),
            std::clamp(at.y(), m_plot.top(), m_plot.bottom()));
        const bool dragged = std::hypot(at.x() - m_press->x(), at.y() - m_press->y()) > kDragStart;
        m_rubber = dragged ? QRectF(*m_press, to).normalized() : QRectF();
    }
    m_hover
        = m_rubber.isNull() && m_plot.adjusted(-4, -4, 4, 4).contains(at) ? std::optional(at) : std::nullopt;
    m_over->update();
}

void Chart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_empty.isEmpty()) {
        m_press = event->position();
        m_rubberSelects = hasPeople() && event->modifiers().testFlag(Qt::ShiftModifier);
    }
}

void Chart::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const QRectF rubber = m_rubber;
    const bool selects = m_rubberSelects;
    m_rubber = QRectF();
    m_rubberSelects = false;
    m_press.reset();
    const bool isAdding = event->modifiers().testFlag(Qt::ShiftModifier);
    if (selects && !rubber.isNull()) {
        choose(peopleIn(rubber), true);
    } else if (rubber.width() > kDragStart && rubber.height() > kDragStart) {
        m_zoom = QRectF(toData(rubber.bottomLeft()), toData(rubber.topRight()));
        relayout();
        Q_EMIT wordsChanged(); // the card offers to reset it
    } else if (rubber.isNull() && clicked(event->position())) {
        refreshNow();
    } else if (rubber.isNull() && hasPeople() && m_plot.contains(event->position())) {
        const auto ids = peopleAt(event->position());
        if (!ids.empty() || !isAdding) {
            choose(ids, isAdding);
        }
    }
    m_over->update();
}

void Chart::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto ids = isZoomed() ? std::vector<std::string>() : peopleAt(event->position());
    if (ids.empty()) {
        resetZoom();
    } else {
        Q_EMIT personWanted(ids.front());
    }
}

void Chart::leaveEvent(QEvent* event)
{
    QGraphicsView::leaveEvent(event);
    m_hover.reset();
    m_over->update();
}

void Chart::focusInEvent(QFocusEvent* event)
{
    QGraphicsView::focusInEvent(event);
    m_focusRing = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason
        || event->reason() == Qt::ShortcutFocusReason;
    m_over->update();
    if (m_focusRing) {
        showWhole(*this);
    }
}

void Chart::focusOutEvent(QFocusEvent* event)
{
    QGraphicsView::focusOutEvent(event);
    m_focusRing = false;
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) {
        m_hover.reset();
        describe();
    }
    m_over->update();
}

bool Chart::stepBy(int across, int down)
{
    const QPointF outside = across + down > 0
        ? QPointF(across != 0 ? m_plot.left() - 1 : m_plot.center().x(),
            down != 0 ? m_plot.top() - 1 : m_plot.center().y())
        : QPointF(across != 0 ? m_plot.right() + 1 : m_plot.center().x(),
            down != 0 ? m_plot.bottom() + 1 : m_plot.center().y());
    const QPointF start = m_hover.value_or(outside);
    const auto next = across != 0 ? stepFrom(start, across) : stepDownFrom(start, down);
    if (!next) {
        return false;
    }
    m_hover = next;
    describe();
    m_over->update();
    return true;
}

void Chart::keyPressEvent(QKeyEvent* event)
{
    const int across = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const int down = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const bool isStep = across + down != 0 && m_empty.isEmpty() && stepBy(across, down);
    if (isStep || selectionKey(event)) {
        event->accept();
        return;
    }
    if (event->key() == Qt::Key_Escape && (m_zoom || m_hover)) {
        m_hover.reset();
        resetZoom();
        describe();
        m_over->update();
        event->accept();
        return;
    }
    event->ignore(); // for the page; QGraphicsView would scroll
}

void Chart::contextMenuEvent(QContextMenuEvent* event)
{
    m_hover.reset(); // it would stay while the menu is open, and after it where the mouse has gone
    m_over->update();
    makeMenu()->exec(event->globalPos());
    event->accept();
}

void Chart::addExports(QMenu& menu)
{
    const bool canExport = !m_data.isEmpty() && m_empty.isEmpty();
    const auto add = [&](const QString& text, auto slot) {
        QAction* action = menu.addAction(text);
        action->setEnabled(canExport);
        connect(action, &QAction::triggered, this, slot);
    };
    add(tr("Picture as PNG…"), [this] { exportAs(QStringLiteral("png")); });
    add(tr("Picture as SVG…"), [this] { exportAs(QStringLiteral("svg")); });
    add(tr("Picture as PDF…"), [this] { exportAs(QStringLiteral("pdf")); });
    add(tr("Copy picture"), [this] { copyPicture(); });
    add(tr("Numbers as CSV…"), [this] { exportAs(QStringLiteral("csv")); });
}

std::unique_ptr<QMenu> Chart::makeMenu()
{
    auto menu = std::make_unique<QMenu>();
    addExports(*menu);
    menu->addSeparator();
    auto* reset = menu->addAction(tr("Reset zoom"), this, [this] { resetZoom(); });
    reset->setEnabled(isZoomed());
    menu->addSeparator();
    menu->addAction(tr("What am I looking at?"), this,
        [this] { QWhatsThis::showText(mapToGlobal(rect().center()), help().toHtmlEscaped(), this); });
    return menu;
}

void Chart::exportAs(const QString& suffix)
{
    const bool isPicture = suffix != QLatin1String("csv");
    const QString title = isPicture ? tr("Save picture") : tr("Save numbers");
    const QString folder = widgets::existingFolder(
        isPicture ? QStandardPaths::PicturesLocation : QStandardPaths::DocumentsLocation);
    const QString path = QFileDialog::getSaveFileName(this, title,
        QDir(folder).filePath(fileStem(m_figure, m_data) + QLatin1Char('.') + suffix),
        tr("%1 file (*.%2)").arg(suffix.toUpper(), suffix));
    if (path.isEmpty()) {
        return;
    }
    QString error;
    const QString full = path.endsWith(QLatin1Char('.') + suffix, Qt::CaseInsensitive)
        ? path
        : path + QLatin1Char('.') + suffix;
    if (exportFigure(m_figure, m_data, full, m_figure.savedMm, kFigureDpi, &error))
        Q_EMIT saved(full);
    else
        QMessageBox::warning(this, title, error);
}

void Chart::copyPicture()
{
    QApplication::clipboard()->setImage(
        pictureOf(m_figure, m_data, m_figure.savedMm, kFigureDpi)); // as a file would have it
}

} // namespace btw::charts
