// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stepbar.h"

#include "ui/widgets/graphic.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace btw::widgets {

namespace {
constexpr int kHeight = 6;
constexpr int kGap = 4;
} // namespace

StepBar::StepBar(QWidget* parent)
    : QWidget(parent)
    , m_theme(Theme::light())
{
    markAsGraphic(this);
    setFixedHeight(kHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Progress by step"));
}

void StepBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void StepBar::setSegments(const std::vector<double>& shares)
{
    if (shares == m_shares || shares.empty())
        return;
    m_shares = shares;
    QStringList words;
    for (std::size_t i = 0; i < shares.size(); ++i)
        words << tr("step %1: %2%").arg(i + 1).arg(qRound(100 * shares[i]));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

QSize StepBar::sizeHint() const { return { 240, kHeight }; }

void StepBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const auto segments = static_cast<double>(m_shares.size());
    const double each = (width() - kGap * (segments - 1)) / segments;
    double x = 0;
    for (const double share : m_shares) {
        const QRectF whole(x, 0, each, kHeight);
        QPainterPath outline;
        outline.addRoundedRect(whole, kHeight / 2.0, kHeight / 2.0);
        painter.fillPath(outline, m_theme.line);
        if (share > 0) {
            painter.save();
            painter.setClipPath(outline);
            // Never less than a round dot: a step that has begun is seen to have begun.
            const double filled = std::max<double>(kHeight, each * std::clamp(share, 0.0, 1.0));
            painter.setBrush(m_theme.accent);
            painter.drawRoundedRect(QRectF(x, 0, filled, kHeight), kHeight / 2.0, kHeight / 2.0);
            painter.restore();
        }
        x += each + kGap;
    }
}

} // namespace btw::widgets
