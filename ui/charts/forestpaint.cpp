// SPDX-License-Identifier: GPL-3.0-or-later
// How rows of estimates are drawn.
#include "ui/charts/forestchart.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::charts {

void ForestChart::paintHeads(QPainter& painter) const
{
    painter.setFont(tickFont());
    painter.setPen(theme().dim);
    const auto head = [&](double left, double width, Qt::Alignment side, const QString& text) {
        drawText(painter, QRectF(left, 1, width, ink().tickPx + 5), side | Qt::AlignVCenter, text);
    };
    if (m_widths[Left] > 0)
        head(2 + m_nameWidth + 2 * kGap, m_widths[Left], Qt::AlignRight, m_heads.left);
    head(plot().left(), plot().width(), Qt::AlignLeft, m_heads.plot);
    if (m_widths[Share] > 0)
        head(columnLeft(Share), m_widths[Share], Qt::AlignLeft, m_heads.share);
    if (m_widths[Verdict] > 0)
        head(columnLeft(Verdict), m_widths[Verdict], Qt::AlignLeft, m_heads.verdict);
}

void ForestChart::paintScale(QPainter& painter) const
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
}

void ForestChart::paintUnder(QPainter& painter)
{
    if (hasHeads())
        paintHeads(painter);
    paintScale(painter);
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
    painter.setFont(tickFont());
    drawXTitle(painter);
}

void ForestChart::paintRow(QPainter& painter, std::size_t index) const
{
    const auto& row = m_rows[index];
    const double y = centre(index);
    const double h = ink().labelPx + 4;
    const auto text = [&](double left, double width, Qt::Alignment side, const QString& words) {
        drawText(painter, QRectF(left, y - h / 2, width, h), side | Qt::AlignVCenter, words);
    };
    painter.setFont(row.isStrong ? strongFont() : labelFont());
    painter.setPen(row.nameColour.isValid() ? row.nameColour : theme().text);
    const QStringList& lines = m_names.lines[index];
    const double pitch = ink().labelPx + 1.5;
    for (qsizetype line = 0; line < lines.size(); ++line) {
        const double middle
            = y + pitch * (static_cast<double>(line) - (static_cast<double>(lines.size()) - 1) / 2);
        drawText(painter, QRectF(2, middle - h / 2, m_nameWidth, h), Qt::AlignLeft | Qt::AlignVCenter,
            lines[line]);
    }
    painter.setFont(labelFont());
    painter.setPen(theme().text);
    if (m_widths[Left] > 0)
        text(2 + m_nameWidth + 2 * kGap, m_widths[Left], Qt::AlignRight, row.left);
    painter.setPen(QPen(row.colour, ink().line, Qt::SolidLine, Qt::FlatCap));
    if (std::isfinite(row.low) && std::isfinite(row.high))
        painter.drawLine(QPointF(toPixel(row.low, 0).x(), y), QPointF(toPixel(row.high, 0).x(), y));
    if (std::isfinite(row.at)) {
        painter.setBrush(row.hollow ? theme().panel : row.colour);
        painter.drawEllipse(QPointF(toPixel(row.at, 0).x(), y), ink().dot + 0.5, ink().dot + 0.5);
    }
    if (m_widths[Share] > 0 && std::isfinite(row.share)) {
        const double wide = kBarInLetters * ink().labelPx;
        const double high = 0.75 * ink().labelPx;
        const QRectF bar(columnLeft(Share), y - high / 2, wide, high);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().grid);
        painter.drawRoundedRect(bar, 2, 2);
        painter.setBrush(row.colour);
        painter.drawRoundedRect(
            QRectF(bar.topLeft(), QSizeF(std::max(1.0, wide * std::clamp(row.share, 0.0, 1.0)), high)), 2, 2);
        painter.setPen(theme().dim);
        text(bar.right() + kGap, m_widths[Share] - wide - kGap, Qt::AlignLeft, row.shareText);
    }
    if (m_widths[Value] > 0) {
        painter.setFont(tickFont());
        painter.setPen(theme().dim);
        const bool isWhole = textWidth(tickFont(), row.value) <= m_widths[Value];
        text(columnLeft(Value), m_widths[Value], Qt::AlignLeft, isWhole ? row.value : estimateOf(row.value));
    }
    if (m_widths[Verdict] > 0) {
        painter.setFont(labelFont());
        painter.setPen(row.isVerdictQuiet ? theme().dim : theme().text);
        text(columnLeft(Verdict), m_widths[Verdict], Qt::AlignLeft, row.verdict);
    }
}

void ForestChart::paintOver(QPainter& painter)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        paintRow(painter, i);
}

void ForestChart::paintHover(QPainter& painter, const QPointF& anchor)
{
    const double half = plot().height() / static_cast<double>(m_rows.size()) / 2;
    QColor shade = theme().dim;
    shade.setAlphaF(0.08F);
    painter.fillRect(QRectF(0, anchor.y() - half, canvas().width(), 2 * half), shade);
}

} // namespace btw::charts
