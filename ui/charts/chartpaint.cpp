// SPDX-License-Identifier: GPL-3.0-or-later
// What every chart draws around its series: grid, numbers, empty sentence, hover box.
#include "ui/charts/chart.h"
#include "ui/charts/words.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr qsizetype kMostNameLines = 3;
constexpr double kSlant = 0.7; // radians
constexpr double kHighestBand = 0.3; // of the canvas, for names that stand aslant
} // namespace

void Chart::paintBehind(QPainter& painter)
{
    if (m_empty.isEmpty()) {
        paintUnder(painter);
    } else {
        QFont font = widgets::Theme::textFont();
        font.setPixelSize(m_ink.paper ? m_ink.labelPx : widgets::Theme::kTextPx);
        painter.setFont(font);
        painter.setPen(m_theme.dim);
        const double inset = std::min(48.0, m_canvas.width() / 8);
        painter.drawText(QRectF(QPointF(0, 0), m_canvas).adjusted(inset, 8, -inset, -8),
            Qt::AlignCenter | Qt::TextWordWrap, m_empty);
    }
    if (m_ink.paper && !m_footnote.isEmpty()) {
        painter.setFont(tickFont());
        painter.setPen(m_theme.text);
        painter.drawText(
            QRectF(4, m_canvas.height() - m_ink.tickPx - 6, m_canvas.width() - 8, m_ink.tickPx + 4),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, m_footnote);
    }
}

void Chart::paintUnder(QPainter& painter)
{
    painter.setFont(tickFont());
    const double h = m_ink.tickPx + 4;
    const Ticks y = yTicks();
    const double pixel = m_ink.paper ? 0.5 : 1.0;
    for (const double value : y.values) {
        // Half a pixel off, a line of one pixel is one pixel and not two faint ones.
        const double at = m_ink.paper ? toPixel(m_xAxis->min(), value).y()
                                      : std::round(toPixel(m_xAxis->min(), value).y() - 0.5) + 0.5;
        painter.setPen(QPen(m_theme.grid, pixel));
        painter.drawLine(QPointF(m_plot.left(), at), QPointF(m_plot.right(), at));
        painter.setPen(m_theme.dim);
        drawText(painter, QRectF(0, at - h / 2, m_plot.left() - 8, h), Qt::AlignRight | Qt::AlignVCenter,
            tickText(value, y.decimals, m_y.sign));
    }

    painter.setPen(m_theme.dim);
    const QRectF below(0, m_plot.bottom() + 5, 0, h);
    if (m_x.names.isEmpty()) {
        const Ticks x = xTicks();
        for (const double value : x.values) {
            const double at = toPixel(value, m_yAxis->min()).x();
            drawText(painter, below.adjusted(at - 40, 0, at + 40, 0), Qt::AlignCenter,
                tickText(value, x.decimals, m_x.sign));
        }
    } else {
        drawNames(painter);
    }
    drawXTitle(painter);
    if (!m_y.title.isEmpty()) {
        painter.save();
        painter.translate(2, m_plot.center().y());
        painter.rotate(-90);
        const double length = m_plot.height() + topMargin() + bottomMargin() - 4;
        painter.drawText(QRectF(-length / 2, 0, length, h),
            Qt::AlignHCenter | Qt::AlignTop | Qt::TextDontClip,
            QFontMetricsF(tickFont()).elidedText(m_y.title, Qt::ElideRight, length));
        painter.restore();
    }
}

void Chart::drawXTitle(QPainter& painter) const
{
    const double h = m_ink.tickPx + 4;
    const double above = m_x.names.isEmpty() ? h : nameBand();
    painter.drawText(QRectF(m_plot.left(), m_plot.bottom() + 4 + above, m_plot.width(), h),
        Qt::AlignCenter | Qt::TextDontClip, m_x.title);
}

QStringList Chart::nameLines(const QString& name, double slot) const
{
    const QFont font = tickFont();
    QStringList lines;
    qsizetype begin = 0;
    while (begin < name.size()) {
        // As much as fits: all, or up to a blank, hyphen, underscore or slash.
        qsizetype end = begin;
        for (qsizetype at = begin; at < name.size(); ++at) {
            const bool mayBreak = at + 1 == name.size() || QStringLiteral(" -_/").contains(name[at]);
            if (!mayBreak
                || (end > begin && textWidth(font, name.mid(begin, at + 1 - begin).trimmed()) > slot))
                continue;
            end = at + 1;
        }
        lines << name.mid(begin, end - begin).trimmed();
        if (textWidth(font, lines.last()) > slot || lines.size() > kMostNameLines)
            return {};
        begin = end;
    }
    return lines;
}

double Chart::nameBand() const
{
    const double h = m_ink.tickPx + 4;
    const double slot
        = (m_canvas.width() - leftMargin() - 14) / std::max(1.0, static_cast<double>(m_x.names.size())) - 6;
    qsizetype most = 1;
    for (const QString& name : m_x.names) {
        const auto lines = nameLines(name, slot);
        if (lines.isEmpty()) {
            most = 0;
            break;
        }
        most = std::max(most, lines.size());
    }
    if (most > 0) {
        return static_cast<double>(most) * h;
    }
    double widest = 0;
    for (const QString& name : m_x.names) {
        widest = std::max(widest, textWidth(tickFont(), name));
    }
    // Names that fit on no line stand aslant.
    return std::ceil(std::min(widest * std::sin(kSlant) + h, m_canvas.height() * kHighestBand));
}

void Chart::drawNames(QPainter& painter) const
{
    const QFontMetricsF metrics(tickFont());
    const double h = m_ink.tickPx + 4;
    const double slot = m_plot.width() / static_cast<double>(m_x.names.size());
    std::vector<QStringList> names;
    for (const QString& name : m_x.names) {
        names.push_back(nameLines(name, slot - 6));
    }
    const bool aslant
        = std::any_of(names.begin(), names.end(), [](const QStringList& lines) { return lines.isEmpty(); });
    for (qsizetype i = 0; i < m_x.names.size(); ++i) {
        const double centre = toPixel(static_cast<double>(i), m_yAxis->min()).x();
        if (aslant) {
            const double room
                = std::min((nameBand() - h) / std::sin(kSlant), (centre - 4) / std::cos(kSlant));
            painter.save();
            painter.translate(centre + m_ink.tickPx * 0.4, m_plot.bottom() + 6);
            painter.rotate(-kSlant * 180 / 3.14159265358979);
            drawText(painter, QRectF(-room, 0, room, h), Qt::AlignRight | Qt::AlignVCenter,
                metrics.elidedText(m_x.names[i], Qt::ElideMiddle, room + 1));
            painter.restore();
            continue;
        }
        const auto& lines = names[static_cast<std::size_t>(i)];
        for (qsizetype line = 0; line < lines.size(); ++line) {
            drawText(painter,
                QRectF(centre - slot / 2, m_plot.bottom() + 5 + static_cast<double>(line) * h, slot, h),
                Qt::AlignCenter, lines[line]);
        }
    }
}

void Chart::paintFront(QPainter& painter)
{
    if (m_empty.isEmpty()) {
        paintOver(painter);
    }
    if (m_ink.paper) {
        return;
    }
    if (m_hover && m_empty.isEmpty()) {
        paintHoverBox(painter);
    }
    if (!m_rubber.isNull()) {
        painter.setPen(QPen(m_theme.accent, 1));
        painter.setBrush(widgets::Theme::band(m_theme.accent));
        painter.drawRect(m_rubber);
    }
    if (m_focusRing) {
        painter.setPen(QPen(m_theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(QPointF(0, 0), m_canvas).adjusted(1, 1, -1, -1),
            widgets::Theme::kControlRadius, widgets::Theme::kControlRadius);
    }
}

void Chart::paintHover(QPainter& painter, const QPointF& anchor)
{
    painter.setPen(QPen(m_theme.dim, 1, Qt::DotLine));
    const double x = std::round(anchor.x()) + 0.5;
    painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
}

void Chart::paintHoverBox(QPainter& painter)
{
    QPointF anchor = *m_hover;
    const QList<HoverRow> rows = hoverAt(*m_hover, anchor);
    if (rows.isEmpty()) {
        return;
    }
    paintHover(painter, anchor);

    const QFont font = widgets::Theme::captionFont();
    const double rowHeight = QFontMetricsF(font).height() + 2;
    double width = 0;
    for (const HoverRow& row : rows) {
        width = std::max(width, widgets::tabularWidth(font, row.text) + (row.colour.isValid() ? 14 : 0));
    }
    QRectF box(0, 0, width + 20, static_cast<double>(rows.size()) * rowHeight + 12);
    const bool toTheLeft = anchor.x() + 14 + box.width() > m_canvas.width() - 2;
    box.moveLeft(toTheLeft ? std::max(2.0, anchor.x() - 14 - box.width()) : anchor.x() + 14);
    box.moveTop(std::clamp(
        m_hover->y() - box.height() / 2, 2.0, std::max(2.0, m_canvas.height() - box.height() - 2)));
    painter.setPen(QPen(m_theme.line, 1));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(box, widgets::Theme::kControlRadius, widgets::Theme::kControlRadius);
    painter.setFont(font);
    double y = box.top() + 6;
    for (const HoverRow& row : rows) {
        double x = box.left() + 10;
        if (row.colour.isValid()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(row.colour);
            painter.drawEllipse(QPointF(x + 4, y + rowHeight / 2), 4, 4);
            x += 14;
        }
        painter.setPen(row.colour.isValid() ? m_theme.text : m_theme.dim);
        widgets::drawTabular(
            painter, QRectF(x, y, width, rowHeight), Qt::AlignLeft | Qt::AlignVCenter, row.text);
        y += rowHeight;
    }
}

} // namespace btw::charts
