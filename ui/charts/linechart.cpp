// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/linechart.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::charts {

double LineChart::valueAt(const QList<QPointF>& points, double x)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const auto next = std::lower_bound(
        points.begin(), points.end(), x, [](const QPointF& p, double value) { return p.x() < value; });
    if (next == points.end()) {
        return kNone;
    }
    if (next->x() == x) {
        return next->y();
    }
    if (next == points.begin()) {
        return kNone;
    }
    const QPointF before = *(next - 1);
    return before.y() + (next->y() - before.y()) * (x - before.x()) / (next->x() - before.x());
}

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
