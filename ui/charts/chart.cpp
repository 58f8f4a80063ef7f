// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart.h"

#include "ui/charts/exportfigure.h"
#include "ui/charts/paintitem.h"

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
constexpr double kNamesOnScreen = 0.3; // of the height, at most
constexpr double kNamesOnPaper = 0.5; // which grows by it
constexpr double kLeastPlot = 0.6; // of a figure on paper, before it grew
constexpr double kMostGrowth = 4;
constexpr double kEdge = 4; // smallest distance of anything from the chart's edge
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

Chart::Chart(QWidget* parent)
    : QGraphicsView(parent)
    , m_chart(new QChart)
    , m_xAxis(new QValueAxis(m_chart))
    , m_yAxis(new QValueAxis(m_chart))
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
    const bool otherRun = !digest || !m_digest || digest->run.id != m_digest->run.id;
    if (otherRun) {
        m_zoom.reset();
    }
    m_digest = std::move(digest);
    schedule();
}

void Chart::setDigest(const jobs::RunDigest& digest)
{
    setDigest(std::make_shared<const jobs::RunDigest>(digest));
}

void Chart::schedule()
{
    m_stale = true;
    if (!m_timer.isActive()) {
        m_timer.start(kRedrawMs + kApartMs * std::max(0, static_cast<int>(figureKinds().indexOf(kind()))));
    }
}

void Chart::refreshNow()
{
    m_timer.stop();
    m_stale = false;
    m_empty.clear();
    m_footnote.clear();
    if (m_digest) {
        rebuild(*m_digest);
    } else {
        rebuildWithoutRun();
    }
    m_chart->setVisible(m_empty.isEmpty());
    relayout();
    const QString description = m_empty.isEmpty() ? summary() : m_empty;
    if (description != accessibleDescription()) {
        setAccessibleDescription(description);
    }
    Q_EMIT redrawn();
}

void Chart::setWords(const QString& title, const QString& caption, const QString& help)
{
    if (title == m_title && caption == m_caption && help == m_help) {
        return;
    }
    m_title = title;
    m_caption = caption;
    m_help = help;
    setAccessibleName(title);
    Q_EMIT wordsChanged();
}

void Chart::resetZoom()
{
    if (m_zoom) {
        m_zoom.reset();
        relayout();
    }
}

void Chart::relayout()
{
    if (m_canvas.isEmpty()) {
        return;
    }
    Axis x = m_x;
    Axis y = m_y;
    if (m_zoom && canZoom()) {
        x.low = m_zoom->left();
        x.high = m_zoom->right();
        y.low = m_zoom->top();
        y.high = m_zoom->bottom();
    }
    m_xAxis->setRange(x.low, x.high);
    m_yAxis->setRange(y.low, y.high);
    // Names under the plot depend on the left margin, that on the numbers of the y axis, and those on the
    // height.
    for (int pass = 0; pass < 2; ++pass) {
        prepare();
        const double top = topMargin();
        m_plot = QRectF(0, top, m_canvas.width(), std::max(10.0, m_canvas.height() - top - below()));
        const double left = leftMargin();
        m_plot.setLeft(left);
        const double right = rightMargin(m_canvas.width() - left);
        m_plot.setRight(std::max(left + 10, m_canvas.width() - right));
        m_plot.setRight(std::max(left + 10, m_plot.right() - overhang()));
    }
    m_chart->setGeometry(QRectF(QPointF(0, 0), m_canvas));
    m_chart->setPlotArea(m_plot);
    if (m_empty.isEmpty()) {
        place();
    }
    updateItems();
}

double Chart::below() const
{
    return bottomMargin() + (m_footnote.isEmpty() || !m_ink.paper ? 0 : m_ink.tickPx + 5);
}

double Chart::overhang() const
{
    if (!m_x.names.isEmpty())
        return 0;
    const Ticks ticks = xTicks();
    double farthest = 0;
    for (const double value : ticks.values) {
        const double half = textWidth(tickFont(), ticks.text(value, m_x.sign)) / 2;
        farthest = std::max(farthest, toPixel(value, m_yAxis->min()).x() + half);
    }
    return std::max(0.0, farthest - (m_canvas.width() - 3));
}

void Chart::prepare()
{
    const auto count = static_cast<double>(std::max<qsizetype>(1, m_x.names.size()));
    const double left = leftMargin();
    NameRoom room;
    room.slot = (m_canvas.width() - left - rightMargin(m_canvas.width() - left)) / count;
    room.firstCentre = left + room.slot / 2;
    room.mostHeight = (m_ink.paper ? kNamesOnPaper : kNamesOnScreen) * frameHeight();
    room.textHeight = m_ink.tickPx;
    room.lineHeight = m_ink.tickPx + 4;
    m_names = layNames(m_x.names, room, widthIn(tickFont()));
}

QSizeF Chart::sizeOnPaper(const QSizeF& wanted)
{
    m_canvas = wanted;
    m_frameHeight = wanted.height();
    refreshNow();
    const double needed = topMargin() + leastPlotHeight() + below();
    return { wanted.width(), std::clamp(needed, wanted.height(), kMostGrowth * wanted.height()) };
}

double Chart::leastPlotHeight() const { return kLeastPlot * frameHeight(); }

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
    refreshNow();
    painter.setRenderHint(QPainter::Antialiasing);
    m_scene.render(&painter, target, QRectF(QPointF(0, 0), size), Qt::IgnoreAspectRatio);
    m_canvas = before;
    relayout();
}

QFont Chart::tickFont() const
{
    QFont font = widgets::Theme::tickFont();
    font.setPixelSize(m_ink.tickPx);
    return font;
}

QFont Chart::labelFont() const
{
    QFont font = widgets::Theme::labelFont();
    font.setPixelSize(m_ink.labelPx);
    return font;
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

Ticks Chart::yTicks() const
{
    const double low = m_zoom && canZoom() ? m_zoom->top() : m_y.low;
    const double high = m_zoom && canZoom() ? m_zoom->bottom() : m_y.high;
    const int room = std::clamp(static_cast<int>(m_plot.height() / (m_ink.tickPx * 2.6)), 2, 5);
    const Ticks ticks = ticksWithin(low, high, room);
    return ticks.values.size() > 1 ? ticks : ticksWithin(low, high, room + 1); // one mark alone is no scale
}

Ticks Chart::xTicks() const
{
    const double low = m_zoom && canZoom() ? m_zoom->left() : m_x.low;
    const double high = m_zoom && canZoom() ? m_zoom->right() : m_x.high;
    const int most = std::clamp(static_cast<int>(m_plot.width() / (m_ink.tickPx * 5)), 3, m_x.epochs ? 6 : 8);
    Ticks ticks;
    // Fewer, or closer ones, where their numbers would run into each other.
    for (const double gap : { 1.0 * m_ink.tickPx, 3.0 }) {
        for (int room = most; room > 1; --room) {
            ticks = m_x.epochs ? epochTicks(low, high, room) : ticksWithin(low, high, room);
            double widest = 0;
            for (const double value : ticks.values) {
                widest = std::max(widest, textWidth(tickFont(), ticks.text(value, m_x.sign)));
            }
            if (ticks.values.size() > 1 && widest + gap <= ticks.step / (high - low) * m_plot.width()) {
                return ticks;
            }
        }
    }
    return ticks;
}

double Chart::leftMargin() const
{
    const Ticks ticks = yTicks();
    const QFont font = tickFont();
    double widest = 0;
    for (const double value : ticks.values) {
        widest = std::max(widest, textWidth(font, ticks.text(value, m_y.sign)));
    }
    const double title = m_y.title.isEmpty() ? 0 : m_ink.tickPx + 7;
    return kEdge + title + std::ceil(widest) + 8;
}

double Chart::rightMargin(double /*available*/) { return 14; }
double Chart::topMargin() const { return m_ink.tickPx * 0.5 + kEdge + 2; }

double Chart::bottomMargin() const
{
    const double names = m_x.names.isEmpty() ? 0 : m_names.height - (m_ink.tickPx + 4);
    return names + m_ink.tickPx + 8 + (m_x.title.isEmpty() ? 0 : m_ink.tickPx + 4) + kEdge;
}

QPointF Chart::toPixel(double x, double y) const
{
    const double u = (x - m_xAxis->min()) / (m_xAxis->max() - m_xAxis->min());
    const double v = (y - m_yAxis->min()) / (m_yAxis->max() - m_yAxis->min());
    return { m_plot.left() + u * m_plot.width(), m_plot.bottom() - v * m_plot.height() };
}

QPointF Chart::toData(const QPointF& pixel) const
{
    const double u = (pixel.x() - m_plot.left()) / m_plot.width();
    const double v = (m_plot.bottom() - pixel.y()) / m_plot.height();
    return { m_xAxis->min() + u * (m_xAxis->max() - m_xAxis->min()),
        m_yAxis->min() + v * (m_yAxis->max() - m_yAxis->min()) };
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
