// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elidedlabel.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <cmath>

namespace btw::widgets {

namespace {
constexpr qsizetype kLeast = 5; // letters that are worth showing, with the dots
}

ElidedLabel::ElidedLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString& text)
{
    if (text == QLabel::text())
        return;
    QLabel::setText(text);
    updateToolTip();
}

void ElidedLabel::setDetails(const QString& details)
{
    m_details = details;
    updateToolTip();
}

QSize ElidedLabel::sizeHint() const
{
    return { static_cast<int>(std::ceil(tabularWidth(font(), text()))) + 2, QLabel::sizeHint().height() };
}

QSize ElidedLabel::minimumSizeHint() const { return { 0, QLabel::minimumSizeHint().height() }; }

void ElidedLabel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    const QRectF area = contentsRect();
    QString shown = text();
    // Tabular figures are wider than the font's own: elide by what they need.
    const double needed = tabularWidth(font(), shown);
    if (needed > area.width()) {
        const double narrower = fontMetrics().horizontalAdvance(shown) / needed;
        shown
            = fontMetrics().elidedText(shown, Qt::ElideRight, static_cast<int>(area.width() * narrower) - 2);
        if (shown.size() < kLeast) // dots alone say nothing; the tool tip has all of it
            return;
    }
    drawTabular(painter, area, alignment() | Qt::AlignVCenter, shown);
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    updateToolTip();
}

void ElidedLabel::updateToolTip()
{
    QStringList lines;
    if (tabularWidth(font(), text()) > contentsRect().width())
        lines << text();
    if (!m_details.isEmpty())
        lines << m_details;
    setToolTip(lines.join(QLatin1Char('\n')));
}

} // namespace btw::widgets
