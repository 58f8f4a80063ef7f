// SPDX-License-Identifier: GPL-3.0-or-later
// The page on the screen: size, zoom and what is painted. Mouse and keyboard: sheetviewinput.cpp.
#include "ui/pages/figures/sheetview.h"

#include "ui/pages/figures/figureeditor.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace btw::pages {

namespace {

constexpr int kRedrawMs = 30;
constexpr int kRuler = 26;
constexpr int kEdge = 16; // around the page
constexpr double kMmPerInch = 25.4;

} // namespace

SheetView::SheetView(FigureEditor& editor, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_editor(editor)
{
    setAccessibleName(tr("Page of figures"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setAcceptDrops(true);
    setAcceptDrops(true);
    viewport()->setMouseTracking(false);
    horizontalScrollBar()->setAccessibleName(tr("Page, sideways"));
    verticalScrollBar()->setAccessibleName(tr("Page, up and down"));
    m_timer.setSingleShot(true);
    m_timer.setInterval(kRedrawMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_isStale = !isVisible();
        if (isVisible())
            redraw();
    });
    for (auto signal : { &FigureEditor::sheetChanged, &FigureEditor::dataCame })
        connect(&m_editor, signal, this, [this] { m_timer.start(); });
    connect(&m_editor, &FigureEditor::selectionChanged, viewport(), qOverload<>(&QWidget::update));
}

SheetView::~SheetView() = default;

void SheetView::setTheme(const widgets::Theme& theme)
{
    m_theme = theme;
    viewport()->update();
}

double SheetView::pixelsPerMm() const
{
    const double printed = logicalDpiX() / kMmPerInch;
    if (m_zoom > 0)
        return printed * m_zoom / 100;
    const double room = std::max(50, viewport()->width() - 2 * kEdge);
    return std::min(printed, room / m_editor.sheet().widthMm);
}

void SheetView::setZoom(int percent)
{
    constexpr int kLeast = 25;
    constexpr int kMost = 400;
    m_zoom = percent <= 0 ? 0 : std::clamp(percent, kLeast, kMost);
    m_pixmap = {};
    followSize();
    viewport()->update();
    Q_EMIT drawn();
}

const charts::SheetPicture& SheetView::picture()
{
    if (!m_picture)
        m_picture = std::make_unique<charts::SheetPicture>(
            m_editor.sheet(), m_editor.panels(), charts::SheetPicture::Use::Screen);
    return *m_picture;
}

void SheetView::refreshNow()
{
    m_timer.stop();
    redraw();
}

void SheetView::redraw()
{
    m_picture.reset();
    m_pixmap = {};
    picture();
    setAccessibleDescription(m_editor.problem().isEmpty() ? m_picture->description() : m_editor.problem());
    followSize();
    viewport()->update();
    Q_EMIT drawn();
}

QRectF SheetView::pageRect() const
{
    const QSizeF mm = m_picture ? m_picture->sizeMm() : QSizeF(m_editor.sheet().widthMm, 50);
    const QSizeF size = mm * pixelsPerMm();
    const double left = std::max(static_cast<double>(kEdge), (viewport()->width() - size.width()) / 2);
    return QRectF(
        QPointF(left - horizontalScrollBar()->value(), kRuler + 8 - verticalScrollBar()->value()), size);
}

void SheetView::followSize()
{
    const QSizeF page = pageRect().size();
    const auto across = static_cast<int>(std::ceil(page.width())) + 2 * kEdge;
    const auto down = static_cast<int>(std::ceil(page.height())) + kRuler + 8 + kEdge;
    horizontalScrollBar()->setRange(0, std::max(0, across - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    verticalScrollBar()->setRange(0, std::max(0, down - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
}

void SheetView::resizeEvent(QResizeEvent* /*event*/)
{
    m_pixmap = {};
    followSize();
    Q_EMIT drawn();
}

void SheetView::showEvent(QShowEvent* event)
{
    QAbstractScrollArea::showEvent(event);
    if (m_isStale)
        m_timer.start();
}

void SheetView::scrollContentsBy(int /*dx*/, int /*dy*/) { viewport()->update(); }

QString SheetView::footer()
{
    const QSizeF mm = picture().sizeMm();
    const double percent = 100 * pixelsPerMm() / (logicalDpiX() / kMmPerInch);
    const QString size
        = tr("%1 × %2 mm · %3%").arg(qRound(mm.width())).arg(qRound(mm.height())).arg(qRound(percent));
    return std::abs(percent - 100) < 0.5 ? tr("Printed size, %1").arg(size) : size;
}

QRectF SheetView::panelRect(std::size_t panel)
{
    const double scale = pixelsPerMm();
    const QRectF mm = picture().panelRectMm(panel);
    return QRectF(pageRect().topLeft() + mm.topLeft() * scale, mm.size() * scale);
}

void SheetView::paintRuler(QPainter& painter) const
{
    constexpr double kRoom = 54; // a named mark's
    const double scale = pixelsPerMm();
    int named = 10;
    for (const int step : { 10, 20, 50, 100, 200 }) {
        named = step;
        if (step * scale >= kRoom)
            break;
    }
    const int between = named == 20 ? 5 : named / 5;
    painter.fillRect(QRectF(0, 0, viewport()->width(), kRuler), m_theme.background);
    painter.setFont(widgets::Theme::tickFont());
    const QRectF page = pageRect();
    const auto last = static_cast<int>(page.width() / scale);
    for (int mm = 0; mm <= last; mm += between) {
        const double x = std::round(page.left() + mm * scale) + 0.5;
        const bool isNamed = mm % named == 0;
        painter.setPen(m_theme.baseline);
        painter.drawLine(QPointF(x, kRuler - (isNamed ? 10 : 5)), QPointF(x, kRuler));
        if (!isNamed || x + 40 > viewport()->width())
            continue;
        painter.setPen(m_theme.dim);
        painter.drawText(QRectF(x + 3, 2, 60, 16), Qt::AlignLeft | Qt::AlignVCenter, tr("%1 mm").arg(mm));
    }
}

void SheetView::paintPanelMarks(QPainter& painter)
{
    const auto count = m_editor.sheet().panels.size();
    for (std::size_t i = 0; i < count && i < m_picture->panels().size(); ++i) {
        const QRectF rect = panelRect(i);
        if (const QString empty = m_picture->emptyText(i); !empty.isEmpty()) {
            if (m_picture->panels()[i].data.isEmpty()) {
                const QString problem = m_editor.problemOf(m_editor.sheet().panels[i]);
                const QString words = problem.isEmpty() ? tr("Reading the numbers…") : problem;
                painter.setFont(widgets::Theme::textFont());
                painter.setPen(QColor(0x55, 0x55, 0x55)); // on paper, whatever the theme
                painter.drawText(rect.adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, words);
            }
        }
        if (i == m_editor.selected() && (count > 1 || hasFocus())) {
            painter.setPen(QPen(m_theme.isDark ? widgets::Theme::light().accent : m_theme.accent,
                hasFocus() ? 2 : 1, Qt::DashLine));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(rect.adjusted(-2, -2, 2, 2));
        }
    }
    if (m_target) {
        painter.setPen(QPen(m_theme.accent, 3));
        const QRectF last = count > 0 ? panelRect(std::min(*m_target, count - 1)) : pageRect();
        const double x = *m_target < count ? last.left() - 3 : last.right() + 3;
        painter.drawLine(QPointF(x, last.top()), QPointF(x, last.bottom()));
    }
}

void SheetView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(viewport());
    QColor ground = m_theme.isDark ? m_theme.panel : m_theme.line;
    painter.fillRect(viewport()->rect(), ground);
    if (m_isStale) // what was drawn before is not shown as if it were of now
        return;
    picture();
    const QRectF page = pageRect();
    const double ratio = devicePixelRatioF();
    const QSize size = (page.size() * ratio).toSize().expandedTo(QSize(1, 1));
    if (m_pixmap.size() != size) {
        m_pixmap = QPixmap(size);
        m_pixmap.setDevicePixelRatio(ratio);
        m_pixmap.fill(Qt::white);
        QPainter onto(&m_pixmap);
        m_picture->paint(onto, page.size());
    }
    painter.drawPixmap(page.topLeft(), m_pixmap);
    paintPanelMarks(painter);
    if (m_editor.sheet().panels.empty()) {
        painter.setFont(widgets::Theme::textFont());
        painter.setPen(QColor(0x55, 0x55, 0x55));
        painter.drawText(page.adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
            m_editor.study().isEmpty()     ? tr("No training has ended yet: its figures appear here.")
                : m_editor.isReadingRuns() ? tr("Reading the numbers…")
                                           : tr("Drag a figure here, or press Enter on it."));
    }
    paintRuler(painter);
    if (hasFocus() && m_editor.sheet().panels.empty()) {
        painter.setPen(QPen(m_theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
    }
}

} // namespace btw::pages
