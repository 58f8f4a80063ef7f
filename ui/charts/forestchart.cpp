// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/forestchart.h"

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr double kNamesShare = 0.36; // of the width, at most
constexpr double kNamesAlone = 0.46; // the same where nothing else stands left of the plot
constexpr double kLeastPlotShare = 0.32; // of the width, so that other columns may stand beside it
constexpr double kEdge = 6; // right of everything
constexpr double kRowOnPaper = 2.1; // of the letters' height
constexpr double kRowOnScreen = 2.5;
constexpr double kLineOnPaper = 1.2; // that each further line of a name adds
constexpr double kHeadRoom = 10; // below the heads' letters
} // namespace

void ForestChart::clearRows()
{
    m_rows.clear();
    m_heads = {};
    m_mark.reset();
}

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
    if (!std::isfinite(low))
        low = high = 0; // nothing is known
    const double room = high > low ? 0.04 * (high - low) : 0.5;
    m_x = Axis { low - room, high + room, false, false, title, {} };
    m_y = Axis { 0, 1, false, false, {}, {} };
    updateGeometry(); // as high as its rows
}

QSize ForestChart::sizeHint() const
{
    const double rows = std::max(2.0, static_cast<double>(m_rows.size()));
    return { 480, static_cast<int>(std::ceil(topMargin() + rows * rowHeight() + bottomMargin())) };
}

QFont ForestChart::strongFont() const
{
    QFont font = labelFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

double ForestChart::rowHeight() const
{
    const double lines = ink().paper ? kLineOnPaper * static_cast<double>(m_names.most - 1) : 0;
    return ((ink().paper ? kRowOnPaper : kRowOnScreen) + lines) * ink().labelPx;
}

double ForestChart::centre(std::size_t row) const
{
    return plot().top()
        + plot().height() * (static_cast<double>(row) + 0.5) / static_cast<double>(m_rows.size());
}

bool ForestChart::hasHeads() const
{
    return !m_heads.left.isEmpty() || !m_heads.plot.isEmpty() || !m_heads.share.isEmpty()
        || !m_heads.verdict.isEmpty();
}

double ForestChart::topMargin() const { return hasHeads() ? ink().tickPx + kHeadRoom : 6; }

double ForestChart::textWidthOf(Column column) const
{
    double widest = 0;
    for (const auto& row : m_rows) {
        const QString& text = column == Left ? row.left
            : column == Value                ? row.value
            : column == Share                ? row.shareText
                                             : row.verdict;
        widest = std::max(widest,
            textWidth(column == Value   ? tickFont()
                    : column == Verdict ? strongFont()
                                        : labelFont(),
                text));
    }
    if (widest == 0)
        return 0;
    if (column == Share)
        widest += kBarInLetters * ink().labelPx + kGap;
    const QString& head = column == Left ? m_heads.left
        : column == Share                ? m_heads.share
        : column == Verdict              ? m_heads.verdict
                                         : QString();
    return std::ceil(std::max(widest, textWidth(tickFont(), head))) + 1;
}

void ForestChart::measure()
{
    double widest = 0;
    for (const auto& row : m_rows)
        widest = std::max(widest, textWidth(row.isStrong ? strongFont() : labelFont(), row.name));
    const double share
        = textWidthOf(Left) > 0 || textWidthOf(Share) > 0 ? kNamesShare : kNamesAlone; // they want room, too
    m_nameWidth = std::ceil(std::min(widest, canvas().width() * share)) + 2;
    double room = canvas().width() * (1 - kLeastPlotShare) - m_nameWidth - 3 * kGap;
    m_widths = {};
    // In print the numbers come first; on the screen they are a hover away.
    const std::array<Column, kColumns> onPaper { Value, Verdict, Left, Share };
    const std::array<Column, kColumns> onScreen { Verdict, Left, Share, Value };
    for (const Column column : ink().paper ? onPaper : onScreen) {
        double width = textWidthOf(column);
        if (column == Value && width + 2 * kGap > room) { // without its interval, which is drawn
            width = 0;
            for (const auto& row : m_rows)
                width = std::max(width, std::ceil(textWidth(tickFont(), estimateOf(row.value))) + 1);
        }
        if (width > 0 && width + 2 * kGap <= room) {
            m_widths[column] = width;
            room -= width + 2 * kGap;
        }
    }
    // What nothing else takes is the names'.
    m_nameWidth = std::min(std::ceil(widest) + 2, m_nameWidth + std::max(0.0, room));
}

double ForestChart::leftMargin() const
{
    return 2 + m_nameWidth + (m_widths[Left] > 0 ? 2 * kGap + m_widths[Left] : 0) + kGap + 2;
}

double ForestChart::rightMargin(double /*available*/)
{
    double width = 0;
    for (const Column column : { Share, Value, Verdict })
        width += m_widths[column] > 0 ? m_widths[column] + 2 * kGap : 0;
    return width > 0 ? width - kGap + kEdge : 14;
}

double ForestChart::columnLeft(Column column) const
{
    double left = plot().right() + kGap;
    for (const Column before : { Share, Value, Verdict }) {
        if (before == column)
            break;
        left += m_widths[before] > 0 ? m_widths[before] + 2 * kGap : 0;
    }
    return left;
}

void ForestChart::prepare()
{
    measure();
    QStringList names;
    for (const auto& row : m_rows)
        names << row.name;
    // A page grows with its rows; on the screen they have their height.
    m_names = layRowNames(names, m_nameWidth + 1, ink().paper ? 3 : 1, widthIn(strongFont()));
    m_nameWidth = std::min(m_nameWidth, std::ceil(m_names.width) + 2);
    Chart::prepare();
}

double ForestChart::leastPlotHeight() const
{
    // As much as the rows need, and not more: few rows make a low figure.
    return static_cast<double>(m_rows.size()) * rowHeight();
}

QList<HoverRow> ForestChart::hoverAt(const QPointF& pixel, QPointF& anchor)
{
    if (m_rows.empty() || pixel.y() < plot().top() || pixel.y() > plot().bottom())
        return {};
    const double share = (pixel.y() - plot().top()) / plot().height();
    const auto row
        = std::min(m_rows.size() - 1, static_cast<std::size_t>(share * static_cast<double>(m_rows.size())));
    anchor = QPointF(
        std::isfinite(m_rows[row].at) ? toPixel(m_rows[row].at, 0).x() : plot().center().x(), centre(row));
    QList<HoverRow> lines;
    for (const QString& line : m_rows[row].words.split(QLatin1Char('\n')))
        lines << HoverRow { line, QColor() };
    return lines;
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
        parts << row.words.section(QLatin1Char('\n'), 0, 0); // what comes behind it is for who asks
    return parts.join(QStringLiteral("; "));
}

} // namespace btw::charts
