// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/forestchart.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::charts {

namespace {
constexpr double kNamesShare = 0.36; // of the width, at most
constexpr double kLeastPlotShare = 0.34; // of the width, so that numbers may stand at the right
constexpr double kGap = 8;
constexpr double kRowHeight = 2.1; // of the letters', on paper
} // namespace

void ForestChart::setRange(const std::vector<double>& also, const QString& title)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const auto take = [&](double value) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    };
    for (const auto& row : m_rows) {
        for (const double value : { row.at, row.low, row.high })
            take(value);
        if (row.band) {
            take(row.band->first);
            take(row.band->second);
        }
    }
    for (const double value : also)
        take(value);
    const double room = high > low ? 0.04 * (high - low) : 0.5;
    m_x = Axis { low - room, high + room, false, false, title, {} };
    m_y = Axis { 0, 1, false, false, {}, {} };
}

double ForestChart::centre(std::size_t row) const
{
    return plot().top()
        + plot().height() * (static_cast<double>(row) + 0.5) / static_cast<double>(m_rows.size());
}

double ForestChart::leftMargin() const
{
    double widest = 0;
    for (const auto& row : m_rows)
        widest = std::max(widest, textWidth(labelFont(), row.name));
    return std::ceil(std::min(widest, canvas().width() * kNamesShare)) + kGap + 4;
}

double ForestChart::valueWidth() const
{
    double widest = 0;
    for (const auto& row : m_rows)
        widest = std::max(widest, textWidth(tickFont(), row.value));
    const double left = canvas().width() - leftMargin() - widest - 2 * kGap;
    return left >= kLeastPlotShare * canvas().width() ? widest : 0;
}

double ForestChart::rightMargin(double /*available*/)
{
    const double values = valueWidth();
    return values > 0 ? values + kGap + 6 : 14;
}

void ForestChart::prepare()
{
    Chart::prepare();
    QStringList names;
    for (const auto& row : m_rows)
        names << row.name;
    m_names = widgets::shortened(names, leftMargin() - kGap - 3, widthIn(labelFont()));
}

double ForestChart::leastPlotHeight() const
{
    // As much as the rows need, and not more: few rows make a low figure.
    return static_cast<double>(m_rows.size()) * kRowHeight * ink().labelPx;
}

void ForestChart::paintUnder(QPainter& painter)
{
    painter.setFont(tickFont());
    const double h = ink().tickPx + 4;
    const Ticks ticks = xTicks();
    for (const double value : ticks.values) {
        const double at = toPixel(value, 0).x();
        painter.setPen(QPen(theme().grid, ink().paper ? 0.5 : 1));
        painter.drawLine(QPointF(at, plot().top()), QPointF(at, plot().bottom()));
        painter.setPen(theme().dim);
        drawText(painter, QRectF(at - 40, plot().bottom() + 5, 80, h), Qt::AlignCenter,
            ticks.text(value, m_x.sign));
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (!m_rows[i].band)
            continue;
        const double half = 0.42 * plot().height() / static_cast<double>(m_rows.size());
        const double left = toPixel(m_rows[i].band->first, 0).x();
        const double right = std::max(toPixel(m_rows[i].band->second, 0).x(), left + 1.5); // is seen
        QColor grey = theme().baseline;
        grey.setAlphaF(0.28F);
        painter.fillRect(QRectF(QPointF(left, centre(i) - half), QPointF(right, centre(i) + half)), grey);
    }
    if (m_mark) {
        painter.setPen(QPen(theme().text, ink().paper ? 0.6 : 1));
        const double at = toPixel(*m_mark, 0).x();
        painter.drawLine(QPointF(at, plot().top()), QPointF(at, plot().bottom()));
    }
    painter.setPen(theme().dim);
    drawXTitle(painter);
}

void ForestChart::paintOver(QPainter& painter)
{
    const double h = ink().labelPx + 4;
    const double values = valueWidth();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto& row = m_rows[i];
        const double y = centre(i);
        painter.setFont(labelFont());
        painter.setPen(theme().text);
        drawText(painter, QRectF(2, y - h / 2, plot().left() - kGap - 2, h),
            Qt::AlignRight | Qt::AlignVCenter, m_names.value(static_cast<qsizetype>(i)));
        painter.setPen(QPen(row.colour, ink().line));
        if (std::isfinite(row.low) && std::isfinite(row.high))
            painter.drawLine(QPointF(toPixel(row.low, 0).x(), y), QPointF(toPixel(row.high, 0).x(), y));
        if (std::isfinite(row.at)) {
            painter.setBrush(row.hollow ? theme().panel : row.colour);
            painter.drawEllipse(QPointF(toPixel(row.at, 0).x(), y), ink().dot + 0.5, ink().dot + 0.5);
        }
        if (values > 0) {
            painter.setFont(tickFont());
            painter.setPen(theme().dim);
            drawText(painter, QRectF(plot().right() + kGap, y - h / 2, values + 4, h),
                Qt::AlignLeft | Qt::AlignVCenter, row.value);
        }
    }
}

QList<HoverRow> ForestChart::hoverAt(const QPointF& pixel, QPointF& anchor)
{
    if (m_rows.empty() || pixel.y() < plot().top() || pixel.y() > plot().bottom())
        return {};
    const double share = (pixel.y() - plot().top()) / plot().height();
    const auto row
        = std::min(m_rows.size() - 1, static_cast<std::size_t>(share * static_cast<double>(m_rows.size())));
    anchor = QPointF(toPixel(m_rows[row].at, 0).x(), centre(row));
    return { { m_rows[row].words, QColor() } };
}

void ForestChart::paintHover(QPainter& painter, const QPointF& anchor)
{
    const double half = plot().height() / static_cast<double>(m_rows.size()) / 2;
    QColor shade = theme().dim;
    shade.setAlphaF(0.08F);
    painter.fillRect(QRectF(plot().left(), anchor.y() - half, plot().width(), 2 * half), shade);
}

std::optional<QPointF> ForestChart::stepFrom(const QPointF& pixel, int steps)
{
    if (m_rows.empty())
        return std::nullopt;
    const bool isInside = plot().contains(pixel);
    const auto last = static_cast<double>(m_rows.size()) - 1;
    const double share = (pixel.y() - plot().top()) / plot().height();
    const double at = std::floor(share * static_cast<double>(m_rows.size()));
    const double next = isInside ? std::clamp(at + steps, 0.0, last) : steps > 0 ? 0 : last;
    return QPointF(plot().center().x(), centre(static_cast<std::size_t>(next)));
}

QString ForestChart::summary() const
{
    QStringList parts;
    for (const auto& row : m_rows)
        parts << row.words;
    return parts.join(QStringLiteral("; "));
}

} // namespace btw::charts
