// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heatchart.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::charts {

namespace {
constexpr double kNamesShare = 0.3; // of the width
constexpr double kMostNames = 0.5; // the same where cells keep their room, and names would be cut
constexpr double kCellInLetters = 4.5; // that room, in heights of the letters
constexpr double kLineGap = 2; // between the lines of a name
constexpr double kRightMargin = 14;
constexpr double kNameGap = 8; // to the plot
constexpr double kRowGap = 1; // between the names of two rows, on paper
constexpr double kClosest = 0.9; // of the letters' height, from row to row
} // namespace

void HeatChart::setCells(const QStringList& rows, const QStringList& columns, std::vector<Cell> cells,
    const QString& rowTitle, const QString& columnTitle)
{
    m_rows = rows;
    m_columns = columns;
    m_cells = std::move(cells);
    m_x = Axis { -0.5, static_cast<double>(columns.size()) - 0.5, false, false, columnTitle, columns };
    m_y = Axis { -0.5, static_cast<double>(rows.size()) - 0.5, false, false, rowTitle, rows };
}

void HeatChart::clearCells()
{
    m_rows.clear();
    m_columns.clear();
    m_cells.clear();
}

const HeatChart::Cell& HeatChart::cell(qsizetype row, qsizetype column) const
{
    return m_cells[static_cast<std::size_t>(row * m_columns.size() + column)];
}

double HeatChart::leftMargin() const { return titleWidth() + std::ceil(m_rowNames.width) + kNameGap; }

void HeatChart::prepare()
{
    // Rows are as high as the last pass made them: names that are wider than their share stand on several
    // lines, and only where that does not do, they take more of the width.
    const double height = plot().height() / static_cast<double>(std::max<qsizetype>(1, m_rows.size()));
    const auto lines
        = std::max<qsizetype>(1, static_cast<qsizetype>((height - 2) / (ink().tickPx + kLineGap)));
    const double width = canvas().width();
    m_rowNames = layRowNames(m_rows, kNamesShare * width, lines, widthIn(tickFont()));
    if (!m_rowNames.isWhole) {
        const double cells = kCellInLetters * ink().tickPx * static_cast<double>(m_columns.size());
        const double room
            = std::min(kMostNames * width, width - titleWidth() - kNameGap - kRightMargin - cells);
        if (room > kNamesShare * width)
            m_rowNames = layRowNames(m_rows, room, lines, widthIn(tickFont()));
    }
    Chart::prepare();
}

double HeatChart::leastPlotHeight() const
{
    double widest = 0;
    for (const Cell& cell : m_cells) {
        widest = std::max(widest, textWidth(labelFont(), cell.text));
    }
    const double room = (canvas().width() - leftMargin() - kRightMargin)
        / static_cast<double>(std::max<qsizetype>(1, m_columns.size()));
    // High enough for the rows' names, and for the cells' numbers where these fit from side to side.
    const double row = widest + 4 <= room ? ink().labelPx + 6.5 : ink().tickPx + kRowGap + 0.01;
    return std::max(Chart::leastPlotHeight(), static_cast<double>(m_rows.size()) * row);
}

QRectF HeatChart::cellRect(qsizetype row, qsizetype column) const
{
    const double w = plot().width() / static_cast<double>(m_columns.size());
    const double h = plot().height() / static_cast<double>(m_rows.size());
    const double gap = std::min(w, h) > 14 ? 1 : 0;
    return QRectF(
        plot().left() + static_cast<double>(column) * w, plot().top() + static_cast<double>(row) * h, w, h)
        .adjusted(gap, gap, -gap, -gap);
}

void HeatChart::paintUnder(QPainter& painter)
{
    painter.setFont(tickFont());
    painter.setPen(theme().dim);
    const double h = ink().tickPx + 4;
    const double width = plot().left() - titleWidth() - kNameGap;
    // Where rows are lower than letters, every second or third is named.
    const double height = plot().height() / static_cast<double>(std::max<qsizetype>(1, m_rows.size()));
    const auto step
        = std::max<qsizetype>(1, static_cast<qsizetype>(std::ceil(kClosest * ink().tickPx / height)));
    for (qsizetype row = 0; row < m_rows.size(); row += step) {
        const QStringList& lines = m_rowNames.lines[static_cast<std::size_t>(row)];
        const double pitch = ink().tickPx + kLineGap;
        const double first
            = cellRect(row, 0).center().y() - pitch * (static_cast<double>(lines.size()) - 1) / 2;
        for (qsizetype line = 0; line < lines.size(); ++line) {
            const double middle = first + pitch * static_cast<double>(line);
            drawText(painter, QRectF(titleWidth(), middle - h / 2, width, h),
                Qt::AlignRight | Qt::AlignVCenter, lines[line]);
        }
    }
    drawNames(painter);
    if (step == 1 && m_rows == m_columns && names().named < m_columns.size()) {
        drawXTitle(painter, tr("%1, in the order of the rows").arg(m_x.title));
    } else {
        drawXTitle(painter);
    }
    drawYTitle(painter, titled(m_y, (m_rows.size() + step - 1) / step));
}

void HeatChart::paintOver(QPainter& painter)
{
    QFont strong = labelFont();
    const QFont small = tickFont();
    const double line = ink().labelPx + 4;
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        for (qsizetype column = 0; column < m_columns.size(); ++column) {
            const Cell& c = cell(row, column);
            const QRectF rect = cellRect(row, column);
            QColor tint = theme().accent;
            // In the dark, full tint would turn the text black in the deepest cells only.
            const double deepest = theme().isDark ? 0.6 : 0.9;
            tint.setAlphaF(static_cast<float>(0.04 + (deepest - 0.04) * std::clamp(c.share, 0.0, 1.0)));
            const QColor ground = widgets::blended(tint, theme().panel);
            painter.setPen(Qt::NoPen);
            painter.setBrush(ground);
            const double radius = std::min(rect.width(), rect.height()) > 24 ? 3 : 0;
            painter.drawRoundedRect(rect, radius, radius);
            if (c.frame) {
                painter.setPen(QPen(theme().accent, ink().paper ? 0.7 : 1));
                painter.setBrush(Qt::NoBrush);
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
            }
            if (!ink().paper && selectedIn(row, column) > 0) {
                painter.setPen(QPen(theme().text, 2));
                painter.setBrush(Qt::NoBrush);
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
            }
            const bool isWide = textWidth(strong, c.text) > rect.width() - 2;
            if (rect.height() < line - 2 || (isWide && textWidth(small, c.text) > rect.width() - 1)) {
                continue; // a number stands there whole or not at all
            }
            const bool lightInk
                = widgets::contrastRatio(Qt::white, ground) > widgets::contrastRatio(Qt::black, ground);
            const QColor text = lightInk                             ? QColor(Qt::white)
                : widgets::contrastRatio(theme().text, ground) > 4.5 ? theme().text
                                                                     : QColor(Qt::black);
            painter.setPen(text);
            const bool two = !c.second.isEmpty() && rect.height() >= 2 * line
                && textWidth(small, c.second) <= rect.width() - 2;
            const double middle = rect.center().y() - (two ? line / 2 - 1 : 0);
            painter.setFont(isWide ? small : strong);
            drawText(
                painter, QRectF(rect.left(), middle - line / 2, rect.width(), line), Qt::AlignCenter, c.text);
            if (two) {
                painter.setFont(small);
                drawText(painter, QRectF(rect.left(), middle + line / 2 - 2, rect.width(), line),
                    Qt::AlignCenter, c.second);
            }
        }
    }
}

std::optional<std::pair<qsizetype, qsizetype>> HeatChart::cellAt(const QPointF& pixel) const
{
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        for (qsizetype column = 0; column < m_columns.size(); ++column) {
            if (cellRect(row, column).contains(pixel)) {
                return std::pair(row, column);
            }
        }
    }
    return std::nullopt;
}

qsizetype HeatChart::selectedIn(qsizetype /*row*/, qsizetype /*column*/) const { return 0; }

QList<HoverRow> HeatChart::hoverAt(const QPointF& pixel, QPointF& anchor)
{
    const auto at = cellAt(pixel);
    if (!at) {
        return {};
    }
    anchor = cellRect(at->first, at->second).center();
    QList<HoverRow> rows { { cellWords(at->first, at->second), QColor() } };
    if (const auto chosen = selectedIn(at->first, at->second); chosen > 0) {
        rows << HoverRow { tr("%1 selected", "people").arg(chosen), QColor() };
    }
    return rows;
}

void HeatChart::paintHover(QPainter& painter, const QPointF& anchor)
{
    if (const auto at = cellAt(anchor)) {
        painter.setPen(QPen(theme().text, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(at->first, at->second));
    }
}

std::optional<QPointF> HeatChart::stepFrom(const QPointF& pixel, int steps)
{
    const qsizetype count = m_rows.size() * m_columns.size();
    if (count == 0) {
        return std::nullopt;
    }
    const auto here = cellAt(pixel);
    const qsizetype from = here ? here->first * m_columns.size() + here->second : steps > 0 ? -1 : count;
    const qsizetype at = std::clamp<qsizetype>(from + steps, 0, count - 1);
    return cellRect(at / m_columns.size(), at % m_columns.size()).center();
}

std::optional<QPointF> HeatChart::stepDownFrom(const QPointF& pixel, int steps)
{
    if (m_rows.isEmpty() || m_columns.isEmpty()) {
        return std::nullopt;
    }
    const auto here = cellAt(pixel);
    const qsizetype row = here ? here->first + steps : steps > 0 ? 0 : m_rows.size() - 1;
    return cellRect(std::clamp<qsizetype>(row, 0, m_rows.size() - 1), here ? here->second : 0).center();
}

QString HeatChart::summary() const
{
    QStringList parts;
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        for (qsizetype column = 0; column < m_columns.size(); ++column) {
            parts << cellWords(row, column);
        }
    }
    return parts.join(QStringLiteral("; "));
}

} // namespace btw::charts
