// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/featurestrip.h"

#include "ui/widgets/graphic.h"

#include "ui/models/words.h"
#include "ui/pages/data/datapaint.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kHigh = 62;
constexpr double kNarrowest = 78;
constexpr double kWidest = 130;
constexpr double kGap = 10;
constexpr std::size_t kMost = 8;

} // namespace

FeatureStrip::FeatureStrip(QWidget* parent)
    : QWidget(parent)
    , m_theme(Theme::light())
    , m_colour(m_theme.modality(0))
{
    widgets::markAsGraphic(this);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
}

void FeatureStrip::setTheme(const Theme& theme, const QColor& colour)
{
    m_theme = theme;
    m_colour = colour;
    update();
}

void FeatureStrip::setSummary(std::shared_ptr<const jobs::CohortSummary> summary, std::size_t modality)
{
    m_summary = std::move(summary);
    m_modality = modality;
    setAccessibleName(tr("First features of %1").arg(QString::fromStdString(this->modality().name)));
    setCurrent(0);
}

void FeatureStrip::setCurrent(std::size_t feature)
{
    m_current = feature;
    if (m_summary && feature < modality().features.size())
        setAccessibleDescription(featureName(modality().features[feature], feature));
    update();
}

std::size_t FeatureStrip::shown() const
{
    const auto fit = static_cast<std::size_t>(std::max(1.0, (width() + kGap) / (kNarrowest + kGap)));
    return m_summary ? std::min({ modality().features.size(), fit, kMost }) : 0;
}

QSize FeatureStrip::sizeHint() const { return { 360, kHigh }; }

QSize FeatureStrip::minimumSizeHint() const { return { 160, kHigh }; }

QRectF FeatureStrip::cell(std::size_t feature) const
{
    const auto n = static_cast<double>(std::max<std::size_t>(1, shown()));
    const double each = std::min(kWidest, (width() - kGap * (n - 1)) / n);
    return { (each + kGap) * static_cast<double>(feature), 0, each, static_cast<double>(height()) };
}

int FeatureStrip::featureAt(const QPointF& at) const
{
    for (std::size_t feature = 0; feature < shown(); ++feature)
        if (cell(feature).contains(at))
            return static_cast<int>(feature);
    return -1;
}

void FeatureStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const QFontMetricsF metrics(Theme::tickFont());
    for (std::size_t feature = 0; feature < shown(); ++feature) {
        const auto& of = modality().features[feature];
        const QRectF all = cell(feature);
        if (feature == m_current) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.hover);
            painter.drawRoundedRect(all, 4, 4);
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
        const QRectF bars = all.adjusted(6, 6, -6, -metrics.height() - 6);
        painter.setPen(QPen(m_theme.line, 1));
        painter.drawLine(bars.bottomLeft(), bars.bottomRight());
        const auto heights = asHeights(of.bins);
        if (!heights.empty())
            paintBins(painter, bars, heights, *std::max_element(heights.begin(), heights.end()), m_colour);
        painter.setFont(Theme::tickFont());
        painter.setPen(feature == m_current ? m_theme.text : m_theme.dim);
        painter.drawText(QRectF(all.left() + 4, bars.bottom() + 3, all.width() - 8, metrics.height()),
            Qt::AlignHCenter | Qt::AlignVCenter,
            metrics.elidedText(featureName(of, feature), Qt::ElideMiddle, all.width() - 8));
        if (feature == m_current && hasFocus())
            paintFocus(painter, m_theme, all);
    }
    if (hasFocus() && m_current >= shown())
        paintFocus(painter, m_theme, rect());
}

bool FeatureStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int at = featureAt(help->pos());
        QString words;
        if (at >= 0) {
            const auto& of = modality().features[static_cast<std::size_t>(at)];
            words = tr("%1: %2 to %3, mean %4")
                        .arg(featureName(of, static_cast<std::size_t>(at)), models::number(of.least),
                            models::number(of.most), models::number(of.mean));
        }
        QToolTip::showText(help->globalPos(), words, this);
        return true;
    }
    return QWidget::event(event);
}

void FeatureStrip::keyPressEvent(QKeyEvent* event)
{
    const std::size_t n = shown();
    if (n == 0 || (event->key() != Qt::Key_Left && event->key() != Qt::Key_Right)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const bool left = event->key() == Qt::Key_Left;
    const std::size_t last = n - 1;
    std::size_t next = left ? (m_current == 0 ? 0 : m_current - 1) : m_current + 1;
    next = std::min(next, last);
    setCurrent(next);
    Q_EMIT featureChosen(next);
}

void FeatureStrip::mouseReleaseEvent(QMouseEvent* event)
{
    const int at = featureAt(event->position());
    if (event->button() != Qt::LeftButton || at < 0)
        return;
    setCurrent(static_cast<std::size_t>(at));
    Q_EMIT featureChosen(m_current);
}

} // namespace btw::pages
