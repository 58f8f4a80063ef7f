// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/intervalplot.h"

#include "ui/widgets/graphic.h"

#include "engine/digits.h"
#include "ui/widgets/names.h"
#include "ui/widgets/typeset.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::widgets {

namespace {

constexpr int kRow = 26;
constexpr int kHead = 24;
constexpr double kGap = 16;
constexpr double kInset = 5; // room for the focus ring

QString figure(double value, double size)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    return typeset(writtenEnd(value, { std::min(0, firstPlace(size) - 2), needsPower(size) }));
}

double widestOf(const std::vector<IntervalRow>& rows)
{
    double size = 0;
    for (const auto& row : rows)
        if (std::isfinite(row.value))
            size = std::max(size, std::abs(row.value));
    return size;
}

} // namespace

IntervalPlot::IntervalPlot(QWidget* parent)
    : QWidget(parent)
    , m_theme(Theme::light())
{
    markAsGraphic(this);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Test scores with 95% intervals"));
}

void IntervalPlot::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void IntervalPlot::setRows(const std::vector<IntervalRow>& rows, const QString& valueTitle)
{
    m_rows = rows;
    m_valueTitle = valueTitle;
    m_from = std::numeric_limits<double>::infinity();
    m_to = -m_from;
    const double widest = widestOf(rows);
    QStringList words;
    for (const auto& row : rows) {
        for (const double value : { row.value, row.low, row.high }) {
            if (std::isfinite(value)) {
                m_from = std::min(m_from, value);
                m_to = std::max(m_to, value);
            }
        }
        words << tr("%1: %2, %3 to %4, %5 rows, %6")
                     .arg(row.name, figure(row.value, widest), figure(row.low, widest),
                         figure(row.high, widest), row.rows, row.comparison);
    }
    if (!(m_from <= m_to)) {
        m_from = 0;
        m_to = 1;
    }
    const double size = std::max(std::abs(m_from), std::abs(m_to));
    if (m_to - m_from <= 1e-9 * size) // one figure, however large
        m_to = m_from + (size > 0 ? size : 1);
    setAccessibleDescription(words.join(QStringLiteral(". ")));
    measure();
    updateGeometry();
    update();
}

QSize IntervalPlot::sizeHint() const { return { 640, kHead + kRow * static_cast<int>(m_rows.size()) }; }

QSize IntervalPlot::minimumSizeHint() const { return { 480, sizeHint().height() }; }

void IntervalPlot::measure()
{
    const QFontMetricsF text(Theme::textFont());
    const QFontMetricsF caption(Theme::captionFont());
    QFont strong = Theme::textFont();
    strong.setWeight(QFont::DemiBold);
    const QFontMetricsF strongText(strong);
    const double size = widestOf(m_rows);
    m_widths = {};
    m_widths.value = caption.horizontalAdvance(m_valueTitle);
    m_widths.interval = caption.horizontalAdvance(tr("95% interval"));
    m_widths.rows = caption.horizontalAdvance(tr("rows"));
    m_widths.comparison = caption.horizontalAdvance(tr("against this model"));
    for (const auto& row : m_rows) {
        m_widths.name = std::max(m_widths.name, strongText.horizontalAdvance(row.name));
        m_widths.value = std::max(m_widths.value, tabularWidth(strong, figure(row.value, size)));
        m_widths.interval = std::max(m_widths.interval,
            tabularWidth(
                Theme::textFont(), figure(row.low, size) + QStringLiteral(" – ") + figure(row.high, size)));
        m_widths.rows = std::max(m_widths.rows, tabularWidth(Theme::textFont(), row.rows));
        m_widths.comparison = std::max(m_widths.comparison, text.horizontalAdvance(row.comparison));
    }
}

IntervalPlot::Columns IntervalPlot::columns() const
{
    Columns at {};
    at.right = width() - 1 - kInset;
    at.comparison = at.right - m_widths.comparison - 2;
    at.rows = at.comparison - kGap; // right edges of the three columns of figures
    at.interval = at.rows - m_widths.rows - kGap;
    at.value = at.interval - m_widths.interval - kGap;
    at.plot = std::min(m_widths.name + kGap, 0.34 * width());
    at.name = kInset;
    return at;
}

double IntervalPlot::xOf(double value, const Columns& at) const
{
    const double left = at.plot + 6;
    const double right = at.value - 56;
    return left + (value - m_from) / (m_to - m_from) * std::max(20.0, right - left);
}

void IntervalPlot::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Columns at = columns();
    paintHead(painter, at);
    QFont widest = Theme::textFont();
    widest.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(widest);
    QStringList names;
    for (const auto& row : m_rows)
        names << shownName(row.name);
    names = shortened(
        names, at.plot - kGap / 2, [&](const QString& text) { return metrics.horizontalAdvance(text); });
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        paintRow(
            painter, at, m_rows[i], names[static_cast<qsizetype>(i)], kHead + kRow * static_cast<double>(i));
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void IntervalPlot::paintHead(QPainter& painter, const Columns& at) const
{
    painter.setFont(Theme::captionFont());
    painter.setPen(m_theme.dim);
    const auto right = [&](double edge, const QString& text) {
        painter.drawText(QRectF(edge - 200, 0, 200, kHead - 6), Qt::AlignRight | Qt::AlignVCenter, text);
    };
    right(at.value, m_valueTitle);
    right(at.interval, tr("95% interval"));
    right(at.rows, tr("rows"));
    painter.drawText(QRectF(at.comparison, 0, at.right - at.comparison, kHead - 6),
        Qt::AlignLeft | Qt::AlignVCenter, tr("against this model"));
    painter.setPen(QPen(m_theme.line, 1));
    painter.drawLine(QPointF(0, kHead - 3.5), QPointF(width(), kHead - 3.5));
    for (const auto& row : m_rows) {
        if (!row.isReference || !std::isfinite(row.value))
            continue;
        // A thin line at the model's own score, so that the eye can compare along it.
        painter.setPen(QPen(m_theme.line, 1));
        const double x = std::round(xOf(row.value, at)) + 0.5;
        painter.drawLine(QPointF(x, kHead), QPointF(x, height()));
    }
}

void IntervalPlot::paintRow(
    QPainter& painter, const Columns& at, const IntervalRow& row, const QString& name, double top) const
{
    const double middle = top + kRow / 2.0;
    const double size = widestOf(m_rows);
    QFont font = Theme::textFont();
    if (row.isReference)
        font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(m_theme.text);
    painter.drawText(QRectF(at.name, top, at.plot - kGap / 2, kRow), Qt::AlignLeft | Qt::AlignVCenter, name);

    if (std::isfinite(row.value)) {
        if (std::isfinite(row.low) && std::isfinite(row.high)) {
            painter.setPen(QPen(row.colour, 2, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(QPointF(xOf(row.low, at), middle), QPointF(xOf(row.high, at), middle));
        }
        painter.setPen(QPen(m_theme.panel, 1.5));
        painter.setBrush(row.colour);
        painter.drawEllipse(QPointF(xOf(row.value, at), middle), 5, 5);
    }

    const auto figureAt = [&](double edge, const QString& text) {
        drawTabular(painter, QRectF(edge - 200, top, 200, kRow), Qt::AlignRight | Qt::AlignVCenter, text);
    };
    painter.setPen(m_theme.text);
    figureAt(at.value, figure(row.value, size));
    painter.setFont(Theme::textFont());
    painter.setPen(m_theme.dim);
    if (std::isfinite(row.low) && std::isfinite(row.high))
        figureAt(at.interval, figure(row.low, size) + QStringLiteral(" – ") + figure(row.high, size));
    figureAt(at.rows, row.rows);
    painter.drawText(QRectF(at.comparison, top, at.right - at.comparison + 2, kRow),
        Qt::AlignLeft | Qt::AlignVCenter, row.comparison);
}

} // namespace btw::widgets
