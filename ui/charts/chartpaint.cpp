// SPDX-License-Identifier: GPL-3.0-or-later
// What every chart draws around its series: grid, numbers, empty sentence, hover box.
#include "ui/charts/chart.h"
#include "ui/charts/paperfont.h"
#include "ui/charts/words.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr double kHoverInside = 6;
constexpr double kLongestLine = 420; // of a sentence in the hover box

/// Lines that end behind a word.
QStringList wrapped(const QString& text, double room, const TextWidth& widthOf)
{
    QStringList lines;
    QString line;
    for (const QString& word : text.split(QLatin1Char(' '))) {
        const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
        if (!line.isEmpty() && widthOf(longer) > room) {
            lines << line;
            line = word;
        } else {
            line = longer;
        }
    }
    return lines << line;
}
} // namespace

void Chart::paintBehind(QPainter& painter)
{
    if (m_empty.isEmpty()) {
        paintUnder(painter);
    } else {
        QFont font = widgets::Theme::textFont();
        font.setPixelSize(m_ink.paper ? m_ink.labelPx : widgets::Theme::kTextPx);
        painter.setFont(m_ink.paper && !joinsLetters(m_empty) ? copyable(font) : font);
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
            y.text(value, m_y.sign));
    }

    painter.setPen(m_theme.dim);
    const QRectF below(0, m_plot.bottom() + 5, 0, h);
    if (m_x.names.isEmpty()) {
        const Ticks x = xTicks();
        for (const double value : x.values) {
            const double at = toPixel(value, m_yAxis->min()).x();
            drawText(
                painter, below.adjusted(at - 40, 0, at + 40, 0), Qt::AlignCenter, x.text(value, m_x.sign));
        }
    } else {
        drawNames(painter);
    }
    drawXTitle(painter);
    drawYTitle(painter, m_y.title);
}

void Chart::drawXTitle(QPainter& painter, const QString& title) const
{
    const double h = m_ink.tickPx + 4;
    const double above = m_x.names.isEmpty() ? h : m_names.height;
    // Centred under the plot as long as it stays inside the picture.
    const double half = textWidth(painter.font(), title) / 2;
    const double centre = std::max(
        std::min(m_plot.center().x(), m_canvas.width() - 3 - half), std::min(half + 3, m_canvas.width() / 2));
    painter.drawText(QRectF(centre - half, m_plot.bottom() + 4 + above, 2 * half, h),
        Qt::AlignCenter | Qt::TextDontClip,
        widgets::cutAtWord(title, m_canvas.width() - 6, widthIn(painter.font())));
}

void Chart::drawYTitle(QPainter& painter, const QString& title) const
{
    if (title.isEmpty()) {
        return;
    }
    const QString text = widgets::cutAtWord(title, m_canvas.height() - 6, widthIn(painter.font()));
    const double half = textWidth(painter.font(), text) / 2;
    const double centre = std::max(std::min(m_plot.center().y(), m_canvas.height() - 3 - half), half + 3);
    painter.save();
    painter.translate(2, centre);
    painter.rotate(-90);
    painter.drawText(QRectF(-half, 0, 2 * half, m_ink.tickPx + 4),
        Qt::AlignHCenter | Qt::AlignTop | Qt::TextDontClip, text);
    painter.restore();
}

QString Chart::titled(const Axis& axis, qsizetype named)
{
    const qsizetype all = axis.names.size();
    return named < all ? tr("%1 (%2 of %3 named)").arg(axis.title).arg(named).arg(all) : axis.title;
}

void Chart::drawNames(QPainter& painter) const
{
    const double h = m_ink.tickPx + 4;
    for (std::size_t i = 0; i < m_names.lines.size(); ++i) {
        const QStringList& lines = m_names.lines[i];
        const double centre = toPixel(static_cast<double>(i), m_yAxis->min()).x();
        const double room = m_names.rooms[i];
        for (qsizetype line = 0; line < lines.size(); ++line) {
            const QString& text = lines[line];
            if (m_names.direction == NameAxis::Direction::Level) {
                const double top = m_plot.bottom() + 5 + static_cast<double>(line) * h;
                drawText(painter, QRectF(centre - room / 2, top, room, h), Qt::AlignCenter, text);
                continue;
            }
            painter.save();
            if (m_names.direction == NameAxis::Direction::Aslant) {
                painter.translate(centre + m_ink.tickPx * 0.4, m_plot.bottom() + 6);
                painter.rotate(-NameAxis::kSlant * 180 / 3.14159265358979);
            } else {
                const double fromMiddle
                    = static_cast<double>(line) - static_cast<double>(lines.size() - 1) / 2;
                painter.translate(
                    centre - h / 2 + fromMiddle * NameAxis::kPitch * m_ink.tickPx, m_plot.bottom() + 5);
                painter.rotate(-90);
            }
            drawText(painter, QRectF(-room, 0, room, h), Qt::AlignRight | Qt::AlignVCenter, text);
            painter.restore();
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

void Chart::fitHoverRows(QList<HoverRow>& rows, const QFont& font, double rowHeight) const
{
    QList<HoverRow> lines;
    for (const HoverRow& row : rows) {
        if (row.colour.isValid()) {
            lines << row;
            continue;
        }
        const double room = std::min(kLongestLine, m_canvas.width() - 40);
        for (const QString& line : wrapped(row.text, room, widthIn(font))) {
            lines << HoverRow { line, QColor() };
        }
    }
    rows = lines;
    const auto most = std::max<qsizetype>(
        2, static_cast<qsizetype>((m_canvas.height() - 4 - 2 * kHoverInside) / rowHeight));
    if (rows.size() > most) {
        const auto left = static_cast<std::size_t>(rows.size() - (most - 1));
        rows.resize(most - 1);
        rows.push_back({ moreWords(left), QColor() });
    }
    QStringList texts;
    for (const HoverRow& row : rows) {
        texts << row.text;
    }
    texts = widgets::shortened(texts, m_canvas.width() - 40, widthIn(font));
    for (qsizetype i = 0; i < rows.size(); ++i) {
        rows[i].text = texts[i];
    }
}

void Chart::paintHoverBox(QPainter& painter)
{
    QPointF anchor = *m_hover;
    QList<HoverRow> rows = hoverAt(*m_hover, anchor);
    if (rows.isEmpty()) {
        return;
    }
    paintHover(painter, anchor);

    const QFont font = widgets::Theme::captionFont();
    const double rowHeight = QFontMetricsF(font).height() + 2;
    fitHoverRows(rows, font, rowHeight);
    double width = 0;
    for (const HoverRow& row : rows) {
        width = std::max(width, widgets::tabularWidth(font, row.text) + (row.colour.isValid() ? 14 : 0));
    }
    QRectF box(0, 0, width + 20, static_cast<double>(rows.size()) * rowHeight + 2 * kHoverInside);
    const bool toTheLeft = anchor.x() + 14 + box.width() > m_canvas.width() - 2;
    box.moveLeft(toTheLeft ? std::max(2.0, anchor.x() - 14 - box.width()) : anchor.x() + 14);
    box.moveTop(std::clamp(
        m_hover->y() - box.height() / 2, 2.0, std::max(2.0, m_canvas.height() - box.height() - 2)));
    painter.setPen(QPen(m_theme.line, 1));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(box, widgets::Theme::kControlRadius, widgets::Theme::kControlRadius);
    painter.setFont(font);
    double y = box.top() + kHoverInside;
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
