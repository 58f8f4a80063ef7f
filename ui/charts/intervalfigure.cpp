// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/intervalfigure.h"

#include "ui/charts/ticks.h"
#include "ui/widgets/names.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::charts {

using widgets::Theme;

namespace {

constexpr double kHead = 26;
constexpr double kScale = 22; // numbers below the plot
constexpr double kAxisTitle = 18;
constexpr double kGap = 18;
constexpr double kBar = 56;
constexpr double kDot = 4.5;
constexpr int kTicks = 5;

QFont strongFont()
{
    QFont font = Theme::textFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

QColor colourOf(const IntervalMark& mark, const Theme& theme)
{
    if (mark.modality >= 0)
        return theme.modality(static_cast<std::size_t>(mark.modality));
    return mark.isLeading ? theme.accent : theme.dim;
}

QColor nameColour(const IntervalMark& mark, const Theme& theme)
{
    return mark.modality >= 0 ? theme.modalityText(static_cast<std::size_t>(mark.modality)) : theme.text;
}

void drawAt(
    QPainter& painter, double left, double right, double middle, Qt::Alignment side, const QString& text)
{
    widgets::drawTabular(
        painter, QRectF(left, middle - 12, std::max(0.0, right - left), 24), side | Qt::AlignVCenter, text);
}

} // namespace

IntervalFigure::IntervalFigure(QWidget* parent)
    : PaintedFigure(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void IntervalFigure::setMarks(const std::vector<IntervalMark>& marks, const Titles& titles)
{
    m_marks = marks;
    m_titles = titles;
    const QFontMetricsF strong(strongFont());
    const QFontMetricsF caption(Theme::captionFont());
    m_nameWidth = 0;
    m_leftWidth = caption.horizontalAdvance(titles.left);
    m_shareWidth = titles.share.isEmpty() ? 0 : caption.horizontalAdvance(titles.share);
    m_rightWidth = caption.horizontalAdvance(titles.right);
    double from = std::numeric_limits<double>::infinity();
    double to = -from;
    for (const auto& mark : marks) {
        m_nameWidth = std::max(m_nameWidth, strong.horizontalAdvance(mark.name));
        m_leftWidth = std::max(m_leftWidth, widgets::tabularWidth(Theme::textFont(), mark.left));
        if (!titles.share.isEmpty())
            m_shareWidth
                = std::max(m_shareWidth, kBar + 8 + widgets::tabularWidth(Theme::textFont(), mark.shareText));
        m_rightWidth = std::max(m_rightWidth, widgets::tabularWidth(strongFont(), mark.right));
        for (const double value : { mark.value, mark.low, mark.high, mark.bandLow, mark.bandHigh }) {
            if (!std::isfinite(value))
                continue;
            from = std::min(from, value);
            to = std::max(to, value);
        }
    }
    if (titles.isDifference) {
        from = std::min(from, 0.0);
        to = std::max(to, 0.0);
    }
    const auto range = niceRange(from, to, kTicks);
    m_from = range.low;
    m_to = range.high;
    figureChanged();
}

double IntervalFigure::heightFor(double /*width*/) const
{
    return kHead + m_titles.rowHeight * static_cast<double>(m_marks.size()) + kScale
        + (m_titles.axis.isEmpty() ? 0 : kAxisTitle) + 4;
}

QSize IntervalFigure::sizeHint() const { return { 560, static_cast<int>(heightFor(560)) }; }

QSize IntervalFigure::minimumSizeHint() const { return { 300, sizeHint().height() }; }

IntervalFigure::Columns IntervalFigure::columns(double width) const
{
    Columns at {};
    at.rightEnd = width - 4;
    at.rightBegin = at.rightEnd - m_rightWidth;
    at.shareBegin = m_shareWidth > 0 ? at.rightBegin - kGap - m_shareWidth : at.rightBegin;
    // Names may take more where no other columns want the room.
    at.nameRoom = std::min(m_nameWidth, (m_leftWidth > 0 || m_shareWidth > 0 ? 0.34 : 0.48) * width);
    at.leftEnd = 4 + at.nameRoom + (m_leftWidth > 0 ? kGap + m_leftWidth : 0);
    at.plotBegin = at.leftEnd + kGap + 8;
    at.plotEnd = std::max(at.plotBegin + 20, at.shareBegin - kGap - 8);
    return at;
}

double IntervalFigure::xOf(double value, const Columns& at) const
{
    return at.plotBegin + (value - m_from) / (m_to - m_from) * (at.plotEnd - at.plotBegin);
}

void IntervalFigure::paintFigure(QPainter& painter, const QSizeF& size, const Theme& theme) const
{
    const Columns at = columns(size.width());
    const double bottom = kHead + m_titles.rowHeight * static_cast<double>(m_marks.size());
    painter.setFont(Theme::captionFont());
    painter.setPen(theme.dim);
    const double head = kHead / 2 - 3;
    drawAt(painter, 4, at.leftEnd, head, Qt::AlignRight, m_titles.left);
    drawAt(painter, at.plotBegin - 8, at.plotEnd + 8, head, Qt::AlignLeft, m_titles.plot);
    drawAt(painter, at.shareBegin, at.rightBegin, head, Qt::AlignLeft, m_titles.share);
    drawAt(painter, at.rightBegin, at.rightEnd, head, m_titles.isDifference ? Qt::AlignLeft : Qt::AlignRight,
        m_titles.right);
    paintScale(painter, at, bottom, theme);
    QStringList names;
    for (const auto& mark : m_marks)
        names << widgets::shownName(mark.name);
    const QFontMetricsF metrics(strongFont());
    names = widgets::shortened(
        names, at.nameRoom + 1, [&](const QString& text) { return metrics.horizontalAdvance(text); });
    for (std::size_t i = 0; i < m_marks.size(); ++i)
        paintMark(painter, at, m_marks[i], names[static_cast<qsizetype>(i)],
            kHead + m_titles.rowHeight * static_cast<double>(i), theme);
}

void IntervalFigure::paintScale(QPainter& painter, const Columns& at, double bottom, const Theme& theme) const
{
    const int atMost = std::clamp(static_cast<int>((at.plotEnd - at.plotBegin) / 56), 2, kTicks);
    const auto ticks = ticksWithin(m_from, m_to, atMost);
    painter.setFont(Theme::tickFont());
    for (const double value : ticks.values) {
        const double x = std::round(xOf(value, at)) + 0.5;
        const bool isZero = m_titles.isDifference && std::abs(value) < 1e-9 * (m_to - m_from);
        painter.setPen(QPen(isZero ? theme.dim : theme.grid, 1));
        painter.drawLine(QPointF(x, kHead - 4), QPointF(x, bottom));
        painter.setPen(theme.dim);
        drawAt(painter, x - 40, x + 40, bottom + kScale / 2, Qt::AlignHCenter,
            ticks.text(value, m_titles.isDifference));
    }
    drawAt(painter, at.plotBegin - 120, at.plotEnd + 120, bottom + kScale + kAxisTitle / 2, Qt::AlignHCenter,
        m_titles.axis);
}

void IntervalFigure::paintMark(QPainter& painter, const Columns& at, const IntervalMark& mark,
    const QString& name, double top, const Theme& theme) const
{
    const double middle = top + m_titles.rowHeight / 2.0;
    const QColor colour = colourOf(mark, theme);
    painter.setFont(mark.isLeading || mark.modality >= 0 ? strongFont() : Theme::textFont());
    painter.setPen(nameColour(mark, theme));
    painter.drawText(
        QRectF(4, top, at.nameRoom + 2, m_titles.rowHeight), Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setFont(Theme::textFont());
    painter.setPen(theme.text);
    drawAt(painter, 4, at.leftEnd, middle, Qt::AlignRight, mark.left);
    if (std::isfinite(mark.bandLow) && std::isfinite(mark.bandHigh))
        painter.fillRect(QRectF(QPointF(xOf(mark.bandLow, at), top + 3),
                             QPointF(xOf(mark.bandHigh, at), top + m_titles.rowHeight - 3)),
            Theme::band(theme.dim));
    if (std::isfinite(mark.value)) {
        if (std::isfinite(mark.low) && std::isfinite(mark.high)) {
            painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(QPointF(xOf(mark.low, at), middle), QPointF(xOf(mark.high, at), middle));
        }
        painter.setPen(QPen(theme.panel, 1));
        painter.setBrush(colour);
        painter.drawEllipse(QPointF(xOf(mark.value, at), middle), kDot, kDot);
    }
    if (std::isfinite(mark.share)) {
        const QRectF bar(at.shareBegin, middle - 5, kBar, 10);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.grid);
        painter.drawRoundedRect(bar, 2, 2);
        painter.setBrush(colour);
        painter.drawRoundedRect(
            QRectF(bar.topLeft(), QSizeF(std::max(1.0, kBar * std::clamp(mark.share, 0.0, 1.0)), 10)), 2, 2);
    }
    painter.setPen(theme.dim);
    drawAt(painter, at.shareBegin + (std::isfinite(mark.share) ? kBar + 8 : 0), at.rightBegin, middle,
        Qt::AlignLeft, m_shareWidth > 0 ? mark.shareText : QString());
    painter.setPen(mark.isRightQuiet ? theme.dim : theme.text);
    painter.setFont(mark.isLeading ? strongFont() : Theme::textFont());
    drawAt(painter, at.rightBegin, at.rightEnd, middle,
        m_titles.isDifference ? Qt::AlignLeft : Qt::AlignRight, mark.right);
}

std::vector<FigureSpot> IntervalFigure::spots(const QSizeF& size) const
{
    std::vector<FigureSpot> all;
    all.reserve(m_marks.size());
    for (std::size_t i = 0; i < m_marks.size(); ++i)
        all.push_back({ QRectF(0, kHead + m_titles.rowHeight * static_cast<double>(i), size.width(),
                            m_titles.rowHeight),
            m_marks[i].tip });
    return all;
}

} // namespace btw::charts
