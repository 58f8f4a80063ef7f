// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/linechart.h"

#include "ui/charts/labels.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace btw::charts {

namespace {

constexpr double kLabelGap = 9; // from a line's end to its label
constexpr double kLegendLeft = 6;
constexpr double kLegendOnScreen = 0.4; // of the height, at most
constexpr double kLegendAtMost = 0.6; // where names would be left out
constexpr double kLegendOnPaper = 0.8; // which grows by it
constexpr double kSwatch = 14; // before a legend's entry

// Value of a polyline at x, NaN outside.
double valueAt(const QList<QPointF>& points, double x)
{
    const auto next = std::lower_bound(
        points.begin(), points.end(), x, [](const QPointF& p, double value) { return p.x() < value; });
    if (next == points.end()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (next->x() == x) {
        return next->y();
    }
    if (next == points.begin()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const QPointF before = *(next - 1);
    return before.y() + (next->y() - before.y()) * (x - before.x()) / (next->x() - before.x());
}

} // namespace

LineChart::Layer LineChart::addLayer()
{
    Layer layer { new QLineSeries(m_chart), new QLineSeries(m_chart), new QLineSeries(m_chart), nullptr };
    layer.area = new QAreaSeries(layer.high, layer.low);
    layer.area->setParent(m_chart);
    for (QAbstractSeries* series :
        { static_cast<QAbstractSeries*>(layer.area), static_cast<QAbstractSeries*>(layer.line) }) {
        m_chart->addSeries(series);
        series->attachAxis(m_xAxis);
        series->attachAxis(m_yAxis);
    }
    return layer;
}

void LineChart::addLayers()
{
    if (m_layers.size() >= m_lines.size()) {
        return;
    }
    while (m_layers.size() < m_lines.size()) {
        m_layers.push_back(addLayer());
    }
    // Qt Charts paints series in the order in which they came: all lines come behind all bands, so that no
    // band dulls a line.
    for (const Layer& layer : m_layers) {
        m_chart->removeSeries(layer.line);
        m_chart->addSeries(layer.line);
        layer.line->attachAxis(m_xAxis);
        layer.line->attachAxis(m_yAxis);
    }
}

QString LineChart::labelText(const Line& line) const
{
    return line.value.isEmpty() ? line.name : line.name + QLatin1Char(' ') + line.value;
}

double LineChart::widestLabel() const
{
    double widest = 0;
    for (const Line& line : m_lines) {
        widest = std::max(widest, textWidth(labelFont(), labelText(line)));
    }
    return std::ceil(widest);
}

double LineChart::labelHeight() const { return ink().labelPx + (ink().paper ? 2 : 3); }

bool LineChart::needsLegend() const
{
    if (m_labels == Labels::BesideCurve) {
        return m_hadNoPlace || canvas().width() < 2.2 * widestLabel();
    }
    const double height = canvas().height() - Chart::topMargin() - bottomMargin();
    return widestLabel() > 0.42 * canvas().width() || !labelsFit(m_lines.size(), labelHeight(), 0, height);
}

void LineChart::prepare()
{
    m_hadNoPlace = m_hadNoPlace && m_placedOn == canvas();
    m_legend = {};
    if (needsLegend()) {
        std::vector<LegendEntry> entries;
        for (const Line& line : m_lines) {
            entries.push_back({ line.name, line.value });
        }
        LegendPlace room;
        room.left = kLegendLeft;
        room.top = 3;
        room.width = canvas().width() - kLegendLeft - 4;
        room.mostHeight = (ink().paper ? kLegendOnPaper : kLegendOnScreen) * frameHeight();
        room.rowHeight = labelHeight() + 2;
        room.textHeight = labelHeight();
        room.swatch = kSwatch;
        m_legend = layLegend(entries, room, widthIn(labelFont()));
        // Every line's name comes before its value, which hovering shows, too; then before the plot's height.
        if (!m_legend.more.isEmpty()) {
            for (LegendEntry& entry : entries) {
                entry.value.clear();
            }
            m_legend = layLegend(entries, room, widthIn(labelFont()));
        }
        if (!m_legend.more.isEmpty()) {
            room.mostHeight = std::max(room.mostHeight, kLegendAtMost * frameHeight());
            m_legend = layLegend(entries, room, widthIn(labelFont()));
        }
    }
    Chart::prepare();
}

double LineChart::topMargin() const { return Chart::topMargin() + (hasLegend() ? m_legend.bottom + 2 : 0); }

double LineChart::rightMargin(double available)
{
    constexpr double kLeast = 14;
    double last = -std::numeric_limits<double>::infinity();
    for (const Line& line : m_lines) {
        if (!line.points.isEmpty()) {
            last = std::max(last, line.points.last().x());
        }
    }
    if (m_labels != Labels::AtEnd || hasLegend() || isZoomed() || !std::isfinite(last)) {
        return kLeast;
    }
    // A label begins behind its line's end, at the share f of the plot's width, and ends inside the chart:
    // f * plot + gap + label <= plot + right - edge, with plot = available - right.
    const double f = std::clamp((last - m_x.low) / (m_x.high - m_x.low), 0.05, 1.0);
    const double needed = kLabelGap + widestLabel() + 4;
    return std::max(kLeast, (needed - (1 - f) * available) / f);
}

void LineChart::place()
{
    addLayers();
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const Layer& layer = m_layers[i];
        const bool shown = i < m_lines.size() && m_hidden.count(m_lines[i].key) == 0;
        layer.line->setVisible(shown && !m_lines[i].points.isEmpty());
        const bool area = shown && (m_lines[i].fill || (view().hasBands && !m_lines[i].low.isEmpty()));
        layer.area->setVisible(area);
        if (!shown) {
            continue;
        }
        const Line& line = m_lines[i];
        QPen pen(line.colour, ink().line * line.width, line.dash, Qt::FlatCap, Qt::RoundJoin);
        if (line.dash == Qt::DashLine) {
            pen.setDashPattern({ 3, 2.5 });
        }
        layer.line->setPen(pen);
        layer.line->replace(line.points);
        if (!area) {
            continue;
        }
        layer.area->setPen(Qt::NoPen);
        layer.area->setBrush(widgets::Theme::band(line.colour));
        if (line.fill) {
            layer.high->replace(line.points);
            layer.low->replace(
                QList<QPointF> { QPointF(line.points.first().x(), 0), QPointF(line.points.last().x(), 0) });
        } else {
            layer.high->replace(line.high);
            layer.low->replace(line.low);
        }
    }
    placeLabels();
}

void LineChart::placeLabels()
{
    // Labels stay where they were while epochs come in. A picture of another size starts afresh, so that an
    // exported figure does not depend on what the screen showed before.
    m_before.swap(m_labelRects);
    if (m_placedOn != canvas())
        m_before.clear();
    m_placedOn = canvas();
    m_labelRects.assign(m_lines.size(), QRectF());
    m_before.resize(m_lines.size());
    if (hasLegend()) {
        m_labelRects = m_legend.rects;
        return;
    }
    if (m_labels == Labels::BesideCurve) {
        std::vector<CurveLabel> wanted(m_lines.size());
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            const QList<QPointF>& points = m_lines[i].points;
            const qsizetype stride = std::max<qsizetype>(1, points.size() / 100); // enough for a text's size
            for (qsizetype k = 0; k < points.size(); k += stride) {
                wanted[i].curve << toPixel(points[k].x(), points[k].y());
            }
            wanted[i].size = QSizeF(textWidth(labelFont(), labelText(m_lines[i])), labelHeight());
            wanted[i].before = m_before[i];
        }
        m_labelRects = placeBesideCurves(
            wanted, QRectF(plot().topLeft(), plot().bottomRight()).adjusted(2, -4, -2, -2));
        if (!isZoomed()
            && std::any_of(m_labelRects.begin(), m_labelRects.end(), std::mem_fn(&QRectF::isNull))) {
            m_hadNoPlace = true; // every curve has a label: then all stand in a legend
            relayout();
        }
        return;
    }
    placeEndLabels();
}

void LineChart::placeEndLabels()
{
    const double height = labelHeight();
    const double top = plot().top() - height / 2;
    const double bottom = plot().bottom() + height / 2;
    std::vector<std::size_t> shown;
    std::vector<QRectF> rects;
    std::vector<double> centres;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].points.isEmpty()) {
            continue;
        }
        const QPointF end = toPixel(m_lines[i].points.last().x(), m_lines[i].points.last().y());
        if (!plot().adjusted(-1, -1, 1, 1).contains(end)) {
            continue; // zoomed away
        }
        const double width = textWidth(labelFont(), labelText(m_lines[i]));
        const double x = std::min(end.x() + kLabelGap, canvas().width() - width - 2);
        const QRectF wanted(x, end.y() - height / 2, width, height);
        // A line that goes on past this one's end would strike the label through: step aside.
        QRectF rect = wanted;
        for (const double step : { 0.0, 0.6, -0.6, 1.0, -1.0, 1.5, -1.5, 2.0, -2.0 }) {
            const QRectF tried = wanted.translated(0, step * height);
            if (tried.top() >= top && tried.bottom() <= bottom && !crossesOther(i, tried)) {
                rect = tried;
                break;
            }
        }
        shown.push_back(i);
        rects.push_back(rect);
        centres.push_back(rect.center().y());
    }
    const std::vector<double> spread = spreadLabels(centres, height, top, bottom);
    for (std::size_t k = 0; k < shown.size(); ++k) {
        rects[k].moveTop(spread[k] - height / 2);
        m_labelRects[shown[k]] = rects[k];
    }
}

bool LineChart::crossesOther(std::size_t own, const QRectF& rect) const
{
    for (std::size_t j = 0; j < m_lines.size(); ++j) {
        if (j == own || m_hidden.count(m_lines[j].key) > 0 || m_lines[j].points.isEmpty()) {
            continue;
        }
        const double last = toPixel(m_lines[j].points.last().x(), 0).x();
        const int steps = static_cast<int>((std::min(rect.right(), last) - rect.left() + 2) / 3);
        for (int k = 0; k <= steps; ++k) {
            const double x = rect.left() - 2 + 3.0 * k;
            const double y = valueAt(m_lines[j].points, toData(QPointF(x, 0)).x());
            if (std::isfinite(y)) {
                const double pixel = toPixel(0, y).y();
                if (pixel > rect.top() - 1 && pixel < rect.bottom() + 1) {
                    return true;
                }
            }
        }
    }
    return false;
}

void LineChart::paintOver(QPainter& painter)
{
    const bool legend = hasLegend();
    painter.setFont(labelFont());
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const Line& line = m_lines[i];
        const bool hidden = m_hidden.count(line.key) > 0;
        if (!hidden && line.endDot && !line.points.isEmpty()) {
            const QPointF end = toPixel(line.points.last().x(), line.points.last().y());
            if (plot().adjusted(-1, -1, 1, 1).contains(end)) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(line.colour);
                painter.drawEllipse(end, ink().dot, ink().dot);
            }
        }
        if (i >= m_labelRects.size() || m_labelRects[i].isNull()) {
            continue;
        }
        QRectF rect = m_labelRects[i];
        const QColor colour = hidden ? theme().baseline : line.text;
        if (legend) {
            painter.setPen(QPen(hidden ? theme().baseline : line.colour, ink().line, line.dash));
            painter.drawLine(
                QPointF(rect.left(), rect.center().y()), QPointF(rect.left() + 10, rect.center().y()));
            rect.adjust(kSwatch, 0, 0, 0);
        }
        if (m_labels == Labels::AtEnd && !legend) {
            QColor veil = theme().panel; // over the grid
            veil.setAlphaF(0.8F);
            painter.fillRect(rect.adjusted(-2, 1, 2, -1), veil);
        }
        painter.setPen(colour);
        drawText(painter, rect, Qt::AlignLeft | Qt::AlignVCenter,
            legend ? m_legend.texts[static_cast<qsizetype>(i)] : labelText(line));
        if (hidden) {
            painter.drawLine(
                QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()));
        }
    }
    if (!m_legend.more.isEmpty()) {
        painter.setPen(theme().dim);
        drawText(painter, m_legend.moreRect, Qt::AlignLeft | Qt::AlignVCenter, m_legend.more);
    }
    for (const Ring& ring : m_rings) {
        const QPointF at = toPixel(ring.at.x(), ring.at.y());
        if (plot().adjusted(-1, -1, 1, 1).contains(at)) {
            painter.setPen(QPen(ring.colour, ink().line * 0.9));
            painter.setBrush(theme().panel);
            painter.drawEllipse(at, ink().dot + 0.5, ink().dot + 0.5);
        }
    }
}

QString LineChart::hoverValue(const Line& line, double y, double low, double high) const
{
    QString text = line.name + QLatin1Char(' ') + tickText(y, m_hoverDecimals);
    if (std::isfinite(low) && std::isfinite(high)) {
        text += QStringLiteral(" (%1%2%3)")
                    .arg(tickText(low, m_hoverDecimals), QString(QChar(0x2013)),
                        tickText(high, m_hoverDecimals));
    }
    return text;
}

QString LineChart::anchoredX(const QPointF& pixel, double& x) const
{
    x = toData(pixel).x();
    if (m_x.epochs) {
        x = std::clamp(std::round(x), 1.0, m_x.high);
    }
    return hoverTitle(x);
}

QList<HoverRow> LineChart::hoverAt(const QPointF& pixel, QPointF& anchor)
{
    double x = 0;
    QList<HoverRow> rows { { anchoredX(pixel, x), QColor() } };
    for (const Line& line : m_lines) {
        const double y = valueAt(line.points, x);
        if (m_hidden.count(line.key) == 0 && std::isfinite(y)) {
            rows.push_back({ hoverValue(line, y, valueAt(line.low, x), valueAt(line.high, x)), line.colour });
        }
    }
    anchor = QPointF(toPixel(x, 0).x(), pixel.y());
    return rows.size() > 1 && plot().adjusted(-1, -50, 1, 50).contains(anchor) ? rows : QList<HoverRow>();
}

void LineChart::paintHover(QPainter& painter, const QPointF& anchor)
{
    Chart::paintHover(painter, anchor);
    const double x = m_x.epochs ? std::round(toData(anchor).x()) : toData(anchor).x();
    for (const Line& line : m_lines) {
        const double y = valueAt(line.points, x);
        if (m_hidden.count(line.key) == 0 && std::isfinite(y)) {
            painter.setPen(QPen(theme().panel, 1.5));
            painter.setBrush(line.colour);
            painter.drawEllipse(toPixel(x, y), ink().dot + 1, ink().dot + 1);
        }
    }
}

std::optional<QPointF> LineChart::stepFrom(const QPointF& pixel, int steps)
{
    const double step = m_x.epochs ? 1 : (m_x.high - m_x.low) / 50;
    double x = toData(pixel).x() + steps * step;
    double last = m_x.low;
    for (const Line& line : m_lines) {
        last = line.points.isEmpty() ? last : std::max(last, line.points.last().x());
    }
    x = std::clamp(m_x.epochs ? std::round(x) : x, m_x.low, last);
    return QPointF(toPixel(x, 0).x(), pixel.y());
}

bool LineChart::clicked(const QPointF& pixel)
{
    for (std::size_t i = 0; i < m_labelRects.size() && i < m_lines.size(); ++i) {
        if (m_labelRects[i].adjusted(-3, -1, 3, 1).contains(pixel)) {
            const QString key = m_lines[i].key;
            if (m_hidden.erase(key) == 0) {
                m_hidden.insert(key);
            }
            return true;
        }
    }
    return false;
}

QString LineChart::summary() const
{
    QStringList parts;
    for (const Line& line : m_lines) {
        parts << labelText(line);
    }
    return caption() + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
}

} // namespace btw::charts
