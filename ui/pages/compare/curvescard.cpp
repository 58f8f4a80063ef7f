// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/curvescard.h"

#include "ui/charts/ticks.h"
#include "ui/models/words.h"

#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr double kLeft = 60;
constexpr double kNames = 190; // right of the plot
constexpr double kTop = 44;
constexpr double kBottom = 44;
constexpr int kTicks = 5;
constexpr double kLine = 16;

bool isDrawn(const LearningCurve& curve)
{
    return std::count_if(curve.values.begin(), curve.values.end(), [](double x) { return std::isfinite(x); })
        > 1;
}

} // namespace

CurvesCard::CurvesCard(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_words(new QLabel(this))
{
    setProperty("card", true);
    setAccessibleName(tr("Learning curves"));
    m_title->setProperty("role", QStringLiteral("heading"));
    m_words->setProperty("role", QStringLiteral("caption"));
    m_words->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->addWidget(m_title);
    column->addStretch(1);
    column->addWidget(m_words);
}

void CurvesCard::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

QString CurvesCard::words() const { return m_words->text(); }

void CurvesCard::setCurves(const std::vector<LearningCurve>& curves, const std::string& metric)
{
    m_curves = curves;
    m_epochs = 0;
    m_low = std::numeric_limits<double>::infinity();
    m_high = -m_low;
    for (const auto& curve : m_curves) {
        m_epochs = std::max(m_epochs, curve.values.size());
        for (const double value : curve.values) {
            if (!std::isfinite(value))
                continue;
            m_low = std::min(m_low, value);
            m_high = std::max(m_high, value);
        }
    }
    if (!(m_high > m_low)) {
        m_low -= 0.5;
        m_high += 0.5;
    }
    describe(metric);
    constexpr int kHeight = 240;
    constexpr int kWithoutCurves = 72;
    setFixedHeight(std::any_of(m_curves.begin(), m_curves.end(), isDrawn) ? kHeight : kWithoutCurves);
    update();
}

void CurvesCard::setCurrent(const QString& name)
{
    m_current = name;
    update();
}

void CurvesCard::describe(const std::string& metric)
{
    m_title->setText(
        tr("%1 on validation rows, by epoch").arg(models::capitalised(models::metricName(metric))));
    QStringList without;
    for (const auto& curve : m_curves)
        if (!isDrawn(curve))
            without << curve.name;
    m_words->setText(without.isEmpty()
            ? QString()
            : tr("%1: not trained epoch by epoch, so there is no curve.").arg(models::joined(without)));
    setAccessibleDescription(m_title->text() + QLatin1Char(' ') + m_words->text());
}

void CurvesCard::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    if (m_epochs < 2 || !std::any_of(m_curves.begin(), m_curves.end(), isDrawn))
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double foot = m_words->text().isEmpty() ? kBottom : kBottom + m_words->height();
    const QRectF plot(kLeft, kTop, width() - kLeft - kNames, height() - kTop - foot);
    const auto y
        = [&](double value) { return plot.bottom() - (value - m_low) / (m_high - m_low) * plot.height(); };
    const auto x = [&](double epoch) {
        return plot.left() + (epoch - 1) / static_cast<double>(m_epochs - 1) * plot.width();
    };
    painter.setFont(Theme::tickFont());
    const auto ticks = charts::ticksWithin(m_low, m_high, kTicks);
    for (const double value : ticks.values) {
        painter.setPen(m_theme.grid);
        painter.drawLine(QPointF(plot.left(), y(value)), QPointF(plot.right(), y(value)));
        painter.setPen(m_theme.dim);
        widgets::drawTabular(painter, QRectF(0, y(value) - 9, kLeft - 8, 18),
            Qt::AlignRight | Qt::AlignVCenter, ticks.text(value));
    }
    for (const double epoch : charts::epochTicks(1, static_cast<double>(m_epochs), kTicks + 3).values)
        widgets::drawTabular(painter, QRectF(x(epoch) - 20, plot.bottom() + 4, 40, 16), Qt::AlignCenter,
            QString::number(std::lround(epoch)));
    painter.drawText(QRectF(plot.left(), plot.bottom() + 18, plot.width(), 18), Qt::AlignCenter, tr("epoch"));
    double lowest = plot.top() - kLine; // of the names so far, moved apart
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (!isDrawn(m_curves[i]))
            continue;
        QPainterPath path;
        double last = plot.center().y();
        bool isOpen = false;
        for (std::size_t e = 0; e < m_curves[i].values.size(); ++e) {
            const double value = m_curves[i].values[e];
            if (!std::isfinite(value)) {
                isOpen = false;
                continue;
            }
            const QPointF at(x(static_cast<double>(e + 1)), y(value));
            isOpen ? path.lineTo(at) : path.moveTo(at);
            isOpen = true;
            last = at.y();
        }
        painter.setBrush(Qt::NoBrush);
        const bool isCurrent = m_curves[i].name == m_current;
        painter.setPen(QPen(m_theme.modality(i), isCurrent ? 3 : 1.5, Theme::modalityDash(i)));
        painter.drawPath(path);
        painter.setPen(m_theme.modalityText(i));
        painter.setFont(isCurrent ? Theme::labelFont() : Theme::captionFont());
        lowest = std::max(last - kLine / 2, lowest + kLine);
        painter.drawText(QRectF(plot.right() + 8, lowest, kNames - 16, kLine),
            Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(
                m_curves[i].name, Qt::ElideRight, static_cast<int>(kNames) - 16));
    }
}

} // namespace btw::pages
