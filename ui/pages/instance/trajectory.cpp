// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/instance/trajectory.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace btw::pages {

using widgets::Theme;

namespace {
constexpr double kLeft = 30;
constexpr double kNames = 84;
constexpr double kTop = 8;
constexpr double kBottom = 20;
constexpr double kLine = 14;
}

Trajectory::Trajectory(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Weights over the epochs"));
}

void Trajectory::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void Trajectory::setModalities(std::vector<experiments::InstanceModality> modalities, std::int64_t bestEpoch)
{
    m_modalities = std::move(modalities);
    m_bestEpoch = bestEpoch;
    QStringList words;
    for (const auto& one : m_modalities)
        if (!one.weights.empty())
            words << tr("%1 from %2 to %3")
                         .arg(QString::fromStdString(one.name), QString::number(one.weights.front(), 'f', 2),
                             QString::number(one.weights.back(), 'f', 2));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

bool Trajectory::isEmpty() const
{
    return std::all_of(
        m_modalities.begin(), m_modalities.end(), [](const auto& one) { return one.weights.size() < 2; });
}

void Trajectory::paintEvent(QPaintEvent* /*event*/)
{
    if (isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF plot(kLeft, kTop, width() - kLeft - kNames, height() - kTop - kBottom);
    std::size_t epochs = 0;
    float most = 1;
    for (const auto& one : m_modalities) {
        epochs = std::max(epochs, one.weights.size());
        for (const float weight : one.weights)
            most = std::max(most, weight);
    }
    const auto at = [&](std::size_t epoch, float weight) {
        return QPointF(
            plot.left() + static_cast<double>(epoch) / static_cast<double>(epochs - 1) * plot.width(),
            plot.bottom() - static_cast<double>(weight) / static_cast<double>(most) * plot.height());
    };
    painter.setFont(Theme::tickFont());
    for (const float value : { 0.0F, most }) {
        painter.setPen(m_theme.grid);
        painter.drawLine(at(0, value), at(epochs - 1, value));
        painter.setPen(m_theme.dim);
        painter.drawText(QRectF(0, at(0, value).y() - 8, kLeft - 5, 16), Qt::AlignRight | Qt::AlignVCenter,
            QString::number(value, 'g', 2));
    }
    if (m_bestEpoch > 0) {
        const auto best = at(static_cast<std::size_t>(m_bestEpoch - 1), 0);
        painter.setPen(QPen(m_theme.dim, 1, Qt::DashLine));
        painter.drawLine(best, QPointF(best.x(), plot.top()));
    }
    painter.setPen(m_theme.dim);
    painter.drawText(QRectF(plot.left(), plot.bottom() + 3, plot.width(), 16), Qt::AlignCenter,
        tr("epoch, best %1 of %2").arg(m_bestEpoch).arg(epochs));
    std::vector<std::pair<double, std::size_t>> ends; // names, from the top down, moved apart
    for (std::size_t m = 0; m < m_modalities.size(); ++m) {
        const auto& weights = m_modalities[m].weights;
        if (weights.empty())
            continue;
        QPolygonF line;
        for (std::size_t e = 0; e < weights.size(); ++e)
            line << at(e, weights[e]);
        painter.setPen(QPen(m_theme.modality(m), 2, Theme::modalityDash(m)));
        painter.drawPolyline(line);
        ends.emplace_back(line.last().y(), m);
    }
    std::sort(ends.begin(), ends.end());
    double next = 0;
    for (const auto& [y, m] : ends) {
        const double top = std::max(y - kLine / 2, next);
        next = top + kLine;
        painter.setPen(m_theme.modalityText(m));
        const auto width = static_cast<int>(kNames) - 8;
        painter.drawText(QRectF(plot.right() + 6, top, width, kLine), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(
                QString::fromStdString(m_modalities[m].name), Qt::ElideRight, width));
    }
}

} // namespace btw::pages
