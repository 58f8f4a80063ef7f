// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/datapaint.h"

#include "ui/charts/ticks.h"
#include "ui/models/words.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace btw::pages {

using widgets::Theme;

namespace {

class DataPaint
{
    Q_DECLARE_TR_FUNCTIONS(DataPaint)
};

constexpr double kBetweenMarks = 64; ///< px, so that numbers of six digits do not touch

} // namespace

QColor splitColour(const Theme& theme, std::size_t split)
{
    constexpr std::array<float, 3> kShades { 1.0F, 0.64F, 0.4F };
    QColor shade = theme.accent;
    shade.setAlphaF(kShades.at(split));
    return widgets::blended(shade, theme.panel);
}

void paintBins(QPainter& painter, const QRectF& area, const std::vector<double>& heights, double highest,
    const QColor& colour)
{
    if (heights.empty() || !(highest > 0))
        return;
    const double step = area.width() / static_cast<double>(heights.size());
    const double gap = step >= 4 ? 1 : 0;
    for (std::size_t bin = 0; bin < heights.size(); ++bin) {
        if (heights[bin] <= 0)
            continue;
        // Whoever is there is seen: at least a line.
        const double high = std::max(1.0, heights[bin] / highest * area.height());
        painter.fillRect(QRectF(area.left() + step * static_cast<double>(bin) + gap / 2, area.bottom() - high,
                             std::max(1.0, step - gap), high),
            colour);
    }
}

void paintValueAxis(QPainter& painter, const Theme& theme, const QRectF& area, const jobs::BinEdges& edges)
{
    painter.setPen(QPen(theme.line, 1));
    const double floor = std::round(area.bottom()) + 0.5;
    painter.drawLine(QPointF(area.left(), floor), QPointF(area.right(), floor));
    const auto ticks = charts::ticksWithin(
        edges.low, edges.high, std::max(2, static_cast<int>(area.width() / kBetweenMarks)));
    painter.setFont(Theme::tickFont());
    painter.setPen(theme.dim);
    const double high = QFontMetricsF(painter.font()).height();
    for (const double value : ticks.values) {
        const QString text = ticks.text(value);
        const double width = widgets::tabularWidth(painter.font(), text);
        const double x = area.left() + (value - edges.low) / (edges.high - edges.low) * area.width();
        const double left
            = std::clamp(x - width / 2, area.left(), std::max(area.left(), area.right() - width));
        widgets::drawTabular(
            painter, QRectF(left, floor + 3, width, high), Qt::AlignLeft | Qt::AlignTop, text);
    }
}

void paintFocus(QPainter& painter, const Theme& theme, const QRectF& rect)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4);
    painter.restore();
}

std::vector<double> asHeights(const std::vector<std::int64_t>& counts)
{
    return { counts.begin(), counts.end() };
}

QString percent(std::int64_t part, std::int64_t whole)
{
    if (whole <= 0)
        return QStringLiteral("–");
    const double share = static_cast<double>(part) / static_cast<double>(whole);
    const QString number = part > 0 && share < 0.01 ? QStringLiteral("<1")
        : part < whole && share > 0.99              ? QStringLiteral(">99")
                                                    : QString::number(qRound(100 * share));
    return DataPaint::tr("%1%", "a share").arg(number);
}

QString featureName(const jobs::FeatureSummary& feature, std::size_t index)
{
    return feature.name.empty() ? DataPaint::tr("feature %1").arg(index + 1)
                                : QString::fromStdString(feature.name);
}

QString binWords(const jobs::BinEdges& edges, std::size_t bin, std::size_t bins)
{
    const double width = (edges.high - edges.low) / static_cast<double>(bins);
    const double from = edges.low + width * static_cast<double>(bin);
    return DataPaint::tr("%1 to %2").arg(models::number(from), models::number(from + width));
}

} // namespace btw::pages
