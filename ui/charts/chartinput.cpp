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
#include <QSaveFile>
#include <QScrollArea>
#include <QWhatsThis>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr double kDragStart = 6; // pixels before a press becomes a drag
constexpr double kColumnMm = 84;
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
bool Chart::clicked(const QPointF& /*pixel*/) { return false; }

void Chart::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    if (m_press && canZoom() && (event->buttons() & Qt::LeftButton)) {
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
    }
}

void Chart::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const QRectF rubber = m_rubber;
    m_rubber = QRectF();
    m_press.reset();
    if (rubber.width() > kDragStart && rubber.height() > kDragStart) {
        m_zoom = QRectF(toData(rubber.bottomLeft()), toData(rubber.topRight()));
        relayout();
        Q_EMIT wordsChanged(); // the card offers to reset it
    } else if (rubber.isNull() && clicked(event->position())) {
        refreshNow();
    }
    m_over->update();
}

void Chart::mouseDoubleClickEvent(QMouseEvent* /*event*/) { resetZoom(); }

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
    m_over->update();
}

void Chart::keyPressEvent(QKeyEvent* event)
{
    const int steps = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (steps != 0 && m_empty.isEmpty()) {
        const QPointF start = m_hover.value_or(steps > 0 ? QPointF(m_plot.left() - 1, m_plot.center().y())
                                                         : QPointF(m_plot.right() + 1, m_plot.center().y()));
        if (const auto next = stepFrom(start, steps)) {
            m_hover = next;
            m_over->update();
            event->accept();
            return;
        }
    }
    if (event->key() == Qt::Key_Escape && (m_zoom || m_hover)) {
        m_hover.reset();
        resetZoom();
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

std::unique_ptr<QMenu> Chart::makeMenu()
{
    auto menu = std::make_unique<QMenu>();
    const bool canExport = !m_data.isEmpty() && m_empty.isEmpty();
    const auto add = [&](const QString& text, bool enabled, auto slot) {
        QAction* action = menu->addAction(text);
        action->setEnabled(enabled);
        connect(action, &QAction::triggered, this, slot);
    };
    add(tr("Export as SVG..."), canExport, [this] { exportAs(QStringLiteral("svg")); });
    add(tr("Export as PDF..."), canExport, [this] { exportAs(QStringLiteral("pdf")); });
    add(tr("Export as PNG..."), canExport, [this] { exportAs(QStringLiteral("png")); });
    add(tr("Save data as CSV..."), canExport, [this] { saveData(); });
    menu->addSeparator();
    add(tr("Copy picture"), m_empty.isEmpty(), [this] { QApplication::clipboard()->setPixmap(grab()); });
    add(tr("Reset zoom"), isZoomed(), [this] { resetZoom(); });
    menu->addSeparator();
    add(tr("What am I looking at?"), true,
        [this] { QWhatsThis::showText(mapToGlobal(rect().center()), help().toHtmlEscaped(), this); });
    return menu;
}

void Chart::exportAs(const QString& suffix)
{
    const QString folder = widgets::existingFolder(QStandardPaths::DocumentsLocation);
    const QString path = QFileDialog::getSaveFileName(this, tr("Export figure"),
        QDir(folder).filePath(fileStem(m_figure, m_data) + QLatin1Char('.') + suffix),
        tr("%1 file (*.%2)").arg(suffix.toUpper(), suffix));
    if (path.isEmpty()) {
        return;
    }
    QString error;
    const QString full = path.endsWith(QLatin1Char('.') + suffix, Qt::CaseInsensitive)
        ? path
        : path + QLatin1Char('.') + suffix;
    if (!exportFigure(m_figure, m_data, full, kColumnMm, kFigureDpi, &error)) {
        QMessageBox::warning(this, tr("Export figure"), error);
    }
}

void Chart::saveData()
{
    const QString folder = widgets::existingFolder(QStandardPaths::DocumentsLocation);
    const QString path = QFileDialog::getSaveFileName(this, tr("Save data"),
        QDir(folder).filePath(fileStem(m_figure, m_data) + QLatin1String(".csv")), tr("CSV file (*.csv)"));
    if (path.isEmpty()) {
        return;
    }
    QSaveFile file(path);
    const QByteArray bytes = figureCsv(m_figure, m_data).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        QMessageBox::warning(this, tr("Save data"),
            tr("%1 could not be written (%2). Choose another folder.").arg(path, file.errorString()));
    }
}

} // namespace btw::charts
