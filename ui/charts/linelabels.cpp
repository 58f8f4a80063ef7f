// SPDX-License-Identifier: GPL-3.0-or-later
// Names of lines: at their ends, beside their curves, or in a legend.
#include "ui/charts/linechart.h"

#include "ui/charts/labels.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace btw::charts {

namespace {
constexpr double kLabelGap = 9; // from a line's end to its label
constexpr double kSmall = 320; // pixels
constexpr double kIntoScale = 4; // below the plot, above the numbers of its x axis
constexpr double kLegendLeft = 6;
constexpr double kLegendOnScreen = 0.4; // of the height, at most
constexpr double kLegendAtMost = 0.6; // where names would be left out
constexpr double kLegendOnPaper = 0.8; // which grows by it
} // namespace

QString LineChart::labelText(const Line& line) const
{
    return line.value.isEmpty() ? line.name : line.name + QLatin1Char(' ') + line.value;
}

double LineChart::widestLabel() const
{
    double widest = 0;
    for (const Line& line : m_lines) {
        widest = std::max(widest, textWidth(labelFont(), labelText(line)));
    }
    return std::ceil(widest);
}

double LineChart::labelHeight() const { return ink().labelPx + (ink().paper ? 2 : 3); }

bool LineChart::needsLegend() const
{
    if (m_labels == Labels::BesideCurve) {
        return m_hadNoPlace || canvas().width() < 2.2 * widestLabel();
    }
    const double height = canvas().height() - Chart::topMargin() - bottomMargin();
    // Beside a small plot names would take what is left of it.
    const double most = !ink().paper && canvas().width() < kSmall ? 0.25 : 0.42;
    return widestLabel() > most * canvas().width() || !labelsFit(m_lines.size(), labelHeight(), 0, height);
}

void LineChart::prepare()
{
    m_hadNoPlace = m_hadNoPlace && m_placedOn == canvas();
    m_legend = {};
    if (needsLegend()) {
        std::vector<LegendEntry> entries;
        for (const Line& line : m_lines) {
            entries.push_back({ line.name, line.value });
        }
        LegendPlace room;
        room.left = kLegendLeft;
        room.top = 3;
        room.width = canvas().width() - kLegendLeft - 4;
        room.mostHeight = (ink().paper ? kLegendOnPaper : kLegendOnScreen) * frameHeight();
        room.rowHeight = labelHeight() + 2;
        room.textHeight = labelHeight();
        room.swatch = kSwatch;
        m_legend = layLegend(entries, room, widthIn(labelFont()));
        // Every line's name comes before its value, which hovering shows, too; then before the plot's height.
        if (!m_legend.more.isEmpty()) {
            for (LegendEntry& entry : entries) {
                entry.value.clear();
            }
            m_legend = layLegend(entries, room, widthIn(labelFont()));
        }
        if (!m_legend.more.isEmpty()) {
            room.mostHeight = std::max(room.mostHeight, kLegendAtMost * frameHeight());
            m_legend = layLegend(entries, room, widthIn(labelFont()));
        }
    }
    Chart::prepare();
}

double LineChart::topMargin() const { return Chart::topMargin() + (hasLegend() ? m_legend.bottom + 2 : 0); }

double LineChart::rightMargin(double available)
{
    constexpr double kLeast = 14;
    double last = -std::numeric_limits<double>::infinity();
    for (const Line& line : m_lines) {
        if (!line.points.isEmpty()) {
            last = std::max(last, line.points.last().x());
        }
    }
    if (m_labels != Labels::AtEnd || hasLegend() || isZoomed() || !std::isfinite(last)) {
        return kLeast;
    }
    // A label begins behind its line's end, at the share f of the plot's width, and ends inside the chart:
    // f * plot + gap + label <= plot + right - edge, with plot = available - right.
    const double f = std::clamp((last - m_x.low) / (m_x.high - m_x.low), 0.05, 1.0);
    const double needed = kLabelGap + widestLabel() + 4;
    return std::max(kLeast, (needed - (1 - f) * available) / f);
}

void LineChart::placeLabels()
{
    // Labels stay where they were while epochs come in. A picture of another size starts afresh, so that an
    // exported figure does not depend on what the screen showed before.
    m_before.swap(m_labelRects);
    if (m_placedOn != canvas())
        m_before.clear();
    m_placedOn = canvas();
    m_labelRects.assign(m_lines.size(), QRectF());
    m_before.resize(m_lines.size());
    if (hasLegend()) {
        m_labelRects = m_legend.rects;
        return;
    }
    if (m_labels == Labels::BesideCurve) {
        std::vector<CurveLabel> wanted(m_lines.size());
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            const QList<QPointF>& points = m_lines[i].points;
            const qsizetype stride = std::max<qsizetype>(1, points.size() / 100); // enough for a text's size
            for (qsizetype k = 0; k < points.size(); k += stride) {
                wanted[i].curve << toPixel(points[k].x(), points[k].y());
            }
            wanted[i].size = QSizeF(textWidth(labelFont(), labelText(m_lines[i])), labelHeight());
            wanted[i].before = m_before[i];
        }
        m_labelRects = placeBesideCurves(
            wanted, QRectF(plot().topLeft(), plot().bottomRight()).adjusted(2, -4, -2, -2));
        if (!isZoomed()
            && std::any_of(m_labelRects.begin(), m_labelRects.end(), std::mem_fn(&QRectF::isNull))) {
            m_hadNoPlace = true; // every curve has a label: then all stand in a legend
            relayout();
        }
        return;
    }
    placeEndLabels();
}

void LineChart::placeEndLabels()
{
    const double height = labelHeight();
    const double top = plot().top() - height / 2;
    const double bottom = plot().bottom() + std::min(height / 2, kIntoScale);
    std::vector<std::size_t> shown;
    std::vector<QRectF> rects;
    std::vector<double> centres;
    std::vector<double> ends;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].points.isEmpty()) {
            continue;
        }
        const QPointF end = toPixel(m_lines[i].points.last().x(), m_lines[i].points.last().y());
        if (!plot().adjusted(-1, -1, 1, 1).contains(end)) {
            continue; // zoomed away
        }
        const double width = textWidth(labelFont(), labelText(m_lines[i]));
        const double x = std::min(end.x() + kLabelGap, canvas().width() - width - 2);
        const QRectF wanted(x, end.y() - height / 2, width, height);
        // A line that goes on past this one's end would strike the label through: step aside.
        QRectF rect = wanted;
        for (const double step : { 0.0, 0.6, -0.6, 1.0, -1.0, 1.5, -1.5, 2.0, -2.0 }) {
            const QRectF tried = wanted.translated(0, step * height);
            if (tried.top() >= top && tried.bottom() <= bottom && !crossesOther(i, tried)) {
                rect = tried;
                break;
            }
        }
        shown.push_back(i);
        rects.push_back(rect);
        centres.push_back(rect.center().y());
        ends.push_back(end.y());
    }
    // Names stand in the order of the lines' ends: one that steps aside does not overtake another.
    for (std::size_t a = 0; a < shown.size(); ++a)
        for (std::size_t b = 0; b < shown.size(); ++b)
            if (ends[a] < ends[b] && centres[a] > centres[b]
                && rects[a].intersects(rects[b].adjusted(0, -1000, 0, 1000))) {
                centres[a] = ends[a];
                centres[b] = ends[b];
            }
    const std::vector<double> spread = spreadLabels(centres, height, top, bottom);
    for (std::size_t k = 0; k < shown.size(); ++k) {
        rects[k].moveTop(spread[k] - height / 2);
        m_labelRects[shown[k]] = rects[k];
    }
}

bool LineChart::crossesOther(std::size_t own, const QRectF& rect) const
{
    for (std::size_t j = 0; j < m_lines.size(); ++j) {
        if (j == own || m_hidden.count(m_lines[j].key) > 0 || m_lines[j].points.isEmpty()) {
            continue;
        }
        const double last = toPixel(m_lines[j].points.last().x(), 0).x();
        const int steps = static_cast<int>((std::min(rect.right(), last) - rect.left() + 2) / 3);
        for (int k = 0; k <= steps; ++k) {
            const double x = rect.left() - 2 + 3.0 * k;
            const double y = valueAt(m_lines[j].points, toData(QPointF(x, 0)).x());
            if (std::isfinite(y)) {
                const double pixel = toPixel(0, y).y();
                if (pixel > rect.top() - 1 && pixel < rect.bottom() + 1) {
                    return true;
                }
            }
        }
    }
    return false;
}

} // namespace btw::charts
