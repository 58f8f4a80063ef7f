// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart.h"

#include "ui/charts/paintitem.h"
#include "ui/charts/paperfont.h"
#include "ui/charts/words.h"
#include "ui/widgets/graphic.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QLegend>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::charts {

namespace {
constexpr int kRedrawMs = 40;
constexpr int kApartMs = 12; // charts of one page do not redraw in one turn of the event loop
} // namespace

Ink Ink::forPaper()
{
    Ink ink;
    ink.paper = true;
    ink.tickPx = 9; // 6.75 pt
    ink.labelPx = 10; // 7.5 pt
    ink.line = 1.4;
    ink.dot = 2.2;
    return ink;
}

Chart::Chart(const FigureInfo& figure, QWidget* parent)
    : QGraphicsView(parent)
    , m_chart(new QChart)
    , m_xAxis(new QValueAxis(m_chart))
    , m_yAxis(new QValueAxis(m_chart))
    , m_figure(figure)
    , m_under(new PaintItem([this](QPainter& painter) { paintBehind(painter); }))
    , m_over(new PaintItem([this](QPainter& painter) { paintFront(painter); }))
{
    setFrameShape(QFrame::NoFrame);
    setScene(&m_scene);
    setInteractive(false);
    setRenderHint(QPainter::Antialiasing);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    widgets::markAsGraphic(this);
    setWhatsThis(m_figure.explanation.toHtmlEscaped());

    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->setBackgroundVisible(false);
    m_chart->legend()->hide();
    m_chart->setMargins(QMargins());
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    for (QValueAxis* axis : { m_xAxis, m_yAxis }) {
        axis->setVisible(false);
        m_chart->addAxis(axis, axis == m_xAxis ? Qt::AlignBottom : Qt::AlignLeft);
    }
    m_scene.addItem(m_under);
    m_scene.addItem(m_chart);
    m_scene.addItem(m_over);
    m_under->setZValue(-1);
    m_over->setZValue(1);

    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            refreshNow();
        }
    });
    applyTheme();
}

Chart::~Chart() = default;

void Chart::setTheme(const widgets::Theme& theme)
{
    m_theme = theme;
    applyTheme();
    schedule();
}

void Chart::setInk(const Ink& ink)
{
    m_ink = ink;
    schedule();
}

void Chart::applyTheme()
{
    setBackgroundBrush(m_theme.panel);
    setForegroundBrush(Qt::NoBrush);
}

void Chart::setDigest(std::shared_ptr<const jobs::RunDigest> digest)
{
    setData(FigureData(std::move(digest)));
}

void Chart::setDigest(const jobs::RunDigest& digest)
{
    setDigest(std::make_shared<const jobs::RunDigest>(digest));
}

void Chart::setData(const FigureData& data)
{
    const bool otherRun = !data.run || !m_data.run || data.run->run.id != m_data.run->run.id;
    m_data = data;
    if (otherRun) {
        resetZoom();
        m_hover.reset(); // what it says is of the run before
    }
    schedule();
}

bool Chart::namesLabel() const { return !labelColumn(m_data).isEmpty(); }

void Chart::setView(const ChartView& view)
{
    m_view = view;
    schedule();
}

void Chart::rebuildFrom(const FigureData& data)
{
    if (data.run) {
        rebuild(*data.run);
    } else {
        rebuildWithoutRun();
    }
}

void Chart::schedule()
{
    m_stale = true;
    if (!m_timer.isActive()) {
        m_timer.start(kRedrawMs + kApartMs * m_turn);
    }
}

void Chart::refreshNow()
{
    m_timer.stop();
    m_stale = false;
    m_empty.clear();
    m_footnote.clear();
    m_drawn = m_data.run;
    if (m_data.isEmpty()) {
        rebuildWithoutRun();
    } else {
        rebuildFrom(m_data);
        addLooks();
    }
    if (m_view.atLeast && m_empty.isEmpty() && m_y.names.isEmpty()) {
        m_y.low = std::min(m_y.low, m_view.atLeast->low);
        m_y.high = std::max(m_y.high, m_view.atLeast->high);
    }
    m_chart->setVisible(m_empty.isEmpty());
    relayout();
    describe();
    Q_EMIT redrawn();
}

void Chart::layOut()
{
    if (m_stale)
        refreshNow();
    else
        relayout();
}

void Chart::resetZoom()
{
    if (m_zoom) {
        m_zoom.reset();
        relayout();
        Q_EMIT wordsChanged();
    }
}

void Chart::updateItems()
{
    m_under->setSize(m_canvas);
    m_over->setSize(m_canvas);
    m_scene.setSceneRect(QRectF(QPointF(0, 0), m_canvas));
    m_under->update();
    m_over->update();
}

void Chart::drawTo(QPainter& painter, const QRectF& target, const QSizeF& size)
{
    const QSizeF before = m_canvas;
    m_canvas = size;
    m_hover.reset();
    layOut();
    painter.setRenderHint(QPainter::Antialiasing);
    m_scene.render(&painter, target, QRectF(QPointF(0, 0), size), Qt::IgnoreAspectRatio);
    m_canvas = before;
    relayout();
}

QFont Chart::tickFont() const
{
    QFont font = widgets::Theme::tickFont();
    font.setPixelSize(m_ink.tickPx);
    if (!m_ink.family.isEmpty()) {
        font.setFamily(m_ink.family);
    }
    return m_ink.paper && !joinsLetters(m_data) ? copyable(font) : font;
}

QFont Chart::labelFont() const
{
    QFont font = widgets::Theme::labelFont();
    font.setPixelSize(m_ink.labelPx);
    if (!m_ink.family.isEmpty()) {
        font.setFamily(m_ink.family);
    }
    return m_ink.paper && !joinsLetters(m_data) ? copyable(font) : font;
}

double Chart::textWidth(const QFont& font, const QString& text) const
{
    return m_ink.paper ? QFontMetricsF(font).horizontalAdvance(text) : widgets::tabularWidth(font, text);
}

TextWidth Chart::widthIn(const QFont& font) const
{
    return [this, font](const QString& text) { return textWidth(font, text); };
}

void Chart::drawText(
    QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text) const
{
    // On paper a text stays one piece, so that it can be edited in a drawing program.
    if (m_ink.paper) {
        painter.drawText(rect, static_cast<int>(alignment) | Qt::TextDontClip | Qt::TextSingleLine, text);
    } else {
        widgets::drawTabular(painter, rect, alignment, text);
    }
}

void Chart::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    m_canvas = viewport()->size();
    if (m_stale) {
        updateItems(); // what is to be drawn is not known yet: the redraw is on its way
    } else {
        relayout();
    }
}

void Chart::showEvent(QShowEvent* event)
{
    QGraphicsView::showEvent(event);
    if (m_stale) {
        refreshNow();
    }
}

void Chart::changeEvent(QEvent* event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        schedule();
    }
}

} // namespace btw::charts
