// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/featurehistogram.h"

#include "ui/widgets/graphic.h"

#include "ui/models/words.h"
#include "ui/pages/data/datapaint.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace btw::pages {

using models::count;
using models::number;
using widgets::Theme;

namespace {

constexpr int kHigh = 112;
constexpr int kAxis = 20;

} // namespace

QString featureWords(const jobs::FeatureSummary& feature)
{
    if (feature.values == 0)
        return FeatureHistogram::tr("no value anywhere");
    QString words = feature.least < feature.most
        ? FeatureHistogram::tr("%1 to %2, mean %3")
              .arg(number(feature.least), number(feature.most), number(feature.mean))
        : FeatureHistogram::tr("always %1").arg(number(feature.least));
    if (feature.missing > 0)
        words += FeatureHistogram::tr("; %1 of %2 cells empty")
                     .arg(count(feature.missing), count(feature.missing + feature.values));
    return words;
}

FeatureHistogram::FeatureHistogram(QWidget* parent)
    : QWidget(parent)
    , m_theme(Theme::light())
    , m_colour(m_theme.modality(0))
{
    widgets::markAsGraphic(this);
    setAccessibleName(tr("How its values are spread"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FeatureHistogram::setTheme(const Theme& theme, const QColor& colour)
{
    m_theme = theme;
    m_colour = colour;
    update();
}

void FeatureHistogram::setFeature(const jobs::FeatureSummary& feature, const QString& name)
{
    m_feature = feature;
    setAccessibleName(name);
    setAccessibleDescription(featureWords(feature));
    update();
}

QSize FeatureHistogram::sizeHint() const { return { 360, kHigh }; }

QSize FeatureHistogram::minimumSizeHint() const { return { 160, kHigh }; }

QRectF FeatureHistogram::area() const { return { 2, 4, width() - 4.0, height() - 4.0 - kAxis }; }

void FeatureHistogram::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const auto heights = asHeights(m_feature.bins);
    if (heights.empty()) {
        painter.setFont(Theme::captionFont());
        painter.setPen(m_theme.dim);
        painter.drawText(rect(), Qt::AlignCenter, featureWords(m_feature));
        return;
    }
    paintBins(painter, area(), heights, *std::max_element(heights.begin(), heights.end()), m_colour);
    paintValueAxis(painter, m_theme, area(), m_feature.edges);
}

bool FeatureHistogram::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString words;
    if (const std::size_t bins = m_feature.bins.size(); bins > 0 && area().contains(help->pos())) {
        const double at = (help->pos().x() - area().left()) / area().width() * static_cast<double>(bins);
        const auto bin = std::min(bins - 1, static_cast<std::size_t>(at));
        words = tr("%1: %2 values (%3)")
                    .arg(binWords(m_feature.edges, bin, bins), count(m_feature.bins[bin]),
                        percent(m_feature.bins[bin], m_feature.values));
    }
    QToolTip::showText(help->globalPos(), words, this);
    return true;
}

} // namespace btw::pages
