// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/patternchart.h"

#include "ui/widgets/graphic.h"

#include "ui/models/instancesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/data/datapaint.h"
#include "ui/pages/data/patterncolumns.h"
#include "ui/pages/data/patternwords.h"
#include "ui/widgets/names.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using models::count;
using widgets::Theme;

namespace {

constexpr int kRow = 28;
constexpr double kRadius = 5;

QString nameOf(const jobs::ModalitySummary& modality) { return widgets::shownName(modality.name); }

} // namespace

PatternChart::PatternChart(QWidget* parent)
    : QWidget(parent)
    , m_theme(Theme::light())
{
    widgets::markAsGraphic(this);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Which modalities come together"));
}

void PatternChart::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void PatternChart::setSummary(std::shared_ptr<const jobs::CohortSummary> summary)
{
    m_summary = std::move(summary);
    m_hovered = -1;
    setAccessibleName(tr("Which modalities come together"));
    setCurrent(0);
    updateGeometry();
    update();
}

std::size_t PatternChart::shown() const
{
    return m_summary ? std::min(m_summary->patterns.size(), kMostPatterns) : 0;
}

void PatternChart::setCurrent(int row)
{
    m_current = std::clamp(row, 0, std::max(0, static_cast<int>(shown()) - 1));
    setAccessibleDescription(shown() > 0 ? wordsOf(static_cast<std::size_t>(m_current)) : QString());
    update();
}

QString PatternChart::wordsOf(std::size_t pattern) const { return patternWords(*m_summary, pattern); }

QSize PatternChart::sizeHint() const
{
    const bool cut = m_summary && shown() < m_summary->patterns.size();
    const int rows = m_summary ? static_cast<int>(shown()) + (cut ? 1 : 0) : 4;
    return { PatternColumns::kHint,
        static_cast<int>(std::ceil(PatternColumns::headHeight(m_summary.get(), width()))) + kRow * rows + 4 };
}

QSize PatternChart::minimumSizeHint() const { return { 320, sizeHint().height() }; }

int PatternChart::rowAt(const QPointF& at) const
{
    if (!m_summary || at.y() < PatternColumns::headHeight(m_summary.get(), width()))
        return -1;
    const int row = static_cast<int>((at.y() - PatternColumns::headHeight(m_summary.get(), width())) / kRow);
    return row < static_cast<int>(shown()) ? row : -1;
}

void PatternChart::paintEvent(QPaintEvent* /*event*/)
{
    if (!m_summary)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const PatternColumns at(*m_summary, width());
    paintHead(painter, at);
    for (std::size_t pattern = 0; pattern < shown(); ++pattern)
        paintPattern(painter, at, pattern);
    if (shown() < m_summary->patterns.size()) {
        std::int64_t rows = 0;
        for (std::size_t p = shown(); p < m_summary->patterns.size(); ++p)
            rows += jobs::total(m_summary->patterns[p].rows);
        painter.setFont(Theme::captionFont());
        painter.setPen(m_theme.dim);
        painter.drawText(QRectF(4, at.head + kRow * static_cast<double>(shown()), width() - 4, kRow),
            Qt::AlignLeft | Qt::AlignVCenter,
            tr("and %1 rarer combinations, %2 rows")
                .arg(m_summary->patterns.size() - shown())
                .arg(count(rows)));
    }
}

void PatternChart::paintHead(QPainter& painter, const PatternColumns& at) const
{
    const double line = QFontMetricsF(Theme::captionFont()).height();
    const double shares = at.head - line - 4;
    const auto all = jobs::total(m_summary->rows);
    const QFontMetricsF metrics(Theme::labelFont());
    QStringList names;
    for (const auto& modality : m_summary->modalities)
        names << nameOf(modality);
    names = widgets::shortened(names, PatternColumns::kLongestName,
        [&](const QString& text) { return metrics.horizontalAdvance(text); });
    for (std::size_t m = 0; m < m_summary->modalities.size(); ++m) {
        const auto& modality = m_summary->modalities[m];
        const double left = at.dot * static_cast<double>(m);
        painter.setFont(Theme::labelFont());
        painter.setPen(m_theme.modalityText(m));
        if (at.slanted) {
            painter.save();
            painter.translate(left + at.dot / 2 - 2, shares - 2);
            painter.rotate(-45);
            painter.drawText(QPointF(0, 0), names[static_cast<qsizetype>(m)]);
            painter.restore();
        } else {
            painter.drawText(
                QRectF(left, 0, at.dot, shares - 1), Qt::AlignHCenter | Qt::AlignBottom, nameOf(modality));
        }
        painter.setFont(at.slanted ? Theme::tickFont() : Theme::captionFont());
        painter.setPen(m_theme.dim);
        // Where many modalities stand close together, one sign behind them serves all.
        const QString share = percent(jobs::total(modality.present), all);
        painter.drawText(QRectF(left - 4, shares, at.dot + 8, line), Qt::AlignHCenter | Qt::AlignVCenter,
            at.tight ? share.chopped(1) : share);
    }
    if (at.tight)
        painter.drawText(QRectF(at.dot * static_cast<double>(m_summary->modalities.size()), shares,
                             PatternColumns::kGap, line),
            Qt::AlignHCenter | Qt::AlignVCenter, QStringLiteral("%"));
    painter.setFont(Theme::captionFont());
    painter.setPen(m_theme.dim);
    painter.drawText(
        QRectF(at.total - 100, shares, 100, line), Qt::AlignRight | Qt::AlignVCenter, tr("rows"));
    if (!at.hasSplits)
        return;
    for (std::size_t split = 0; split < 3; ++split) {
        const QString word = models::splitWord(static_cast<Split>(split));
        const double right = at.splits.at(split);
        const double width = QFontMetricsF(painter.font()).horizontalAdvance(word);
        painter.setPen(m_theme.dim);
        painter.drawText(
            QRectF(right - width - 1, shares, width + 2, line), Qt::AlignRight | Qt::AlignVCenter, word);
        painter.setPen(Qt::NoPen);
        painter.setBrush(splitColour(m_theme, split));
        painter.drawRoundedRect(QRectF(right - width - 13, shares + line / 2 - 4, 8, 8), 2, 2);
    }
}

void PatternChart::paintPattern(QPainter& painter, const PatternColumns& at, std::size_t pattern) const
{
    const auto& of = m_summary->patterns[pattern];
    const double top = at.head + kRow * static_cast<double>(pattern);
    const double middle = top + kRow / 2.0;
    const int row = static_cast<int>(pattern);
    if (row == m_hovered || (hasFocus() && row == m_current)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.hover);
        painter.drawRoundedRect(QRectF(0, top + 1, width(), kRow - 2), 4, 4);
        if (hasFocus() && row == m_current)
            paintFocus(painter, m_theme, QRectF(0, top, width(), kRow));
    }
    const auto centre
        = [&](std::size_t m) { return QPointF(at.dot * (static_cast<double>(m) + 0.5), middle); };
    const auto first = std::find(of.has.begin(), of.has.end(), true) - of.has.begin();
    const auto last = of.has.rend() - std::find(of.has.rbegin(), of.has.rend(), true) - 1;
    if (first < last) {
        painter.setPen(QPen(m_theme.baseline, 2));
        painter.drawLine(centre(static_cast<std::size_t>(first)), centre(static_cast<std::size_t>(last)));
    }
    for (std::size_t m = 0; m < of.has.size(); ++m) {
        // Present and absent differ by more than colour: a full dot and an empty ring.
        painter.setPen(of.has[m] ? QPen(m_theme.panel, 1.5) : QPen(m_theme.baseline, 1));
        painter.setBrush(of.has[m] ? m_theme.modality(m) : m_theme.panel);
        painter.drawEllipse(
            centre(m), of.has[m] ? kRadius + 0.75 : kRadius - 1, of.has[m] ? kRadius + 0.75 : kRadius - 1);
    }

    const auto rows = jobs::total(of.rows);
    const auto most = jobs::total(m_summary->patterns.front().rows);
    double x = at.bar;
    for (std::size_t split = 0; split < of.rows.size(); ++split) {
        const double length = most > 0
            ? static_cast<double>(of.rows.at(split)) / static_cast<double>(most) * (at.barRight - at.bar)
            : 0;
        if (of.rows.at(split) > 0)
            painter.fillRect(QRectF(x, middle - 7, std::max(1.0, length), 14), splitColour(m_theme, split));
        x += length;
    }
    const auto figure = [&](double right, const QString& text) {
        widgets::drawTabular(
            painter, QRectF(right - 120, top, 120, kRow), Qt::AlignRight | Qt::AlignVCenter, text);
    };
    painter.setFont(Theme::textFont());
    painter.setPen(m_theme.text);
    figure(at.total, count(rows));
    painter.setFont(Theme::captionFont());
    painter.setPen(m_theme.dim);
    figure(at.share, percent(rows, jobs::total(m_summary->rows)));
    for (std::size_t split = 0; at.hasSplits && split < of.rows.size(); ++split)
        figure(at.splits.at(split), count(of.rows.at(split)));
}

bool PatternChart::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        QToolTip::showText(help->globalPos(),
            row < 0 ? QString() : tr("%1. Click to list them.").arg(wordsOf(static_cast<std::size_t>(row))),
            this);
        return true;
    }
    return QWidget::event(event);
}

void PatternChart::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        setCurrent(m_current - 1);
        return;
    case Qt::Key_Down:
        setCurrent(m_current + 1);
        return;
    case Qt::Key_Home:
        setCurrent(0);
        return;
    case Qt::Key_End:
        setCurrent(static_cast<int>(shown()) - 1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (shown() > 0)
            Q_EMIT patternChosen(static_cast<std::size_t>(m_current));
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void PatternChart::mouseReleaseEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position());
    if (event->button() != Qt::LeftButton || row < 0)
        return;
    setCurrent(row);
    Q_EMIT patternChosen(static_cast<std::size_t>(row));
}

void PatternChart::mouseMoveEvent(QMouseEvent* event)
{
    m_hovered = rowAt(event->position());
    setCursor(m_hovered < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void PatternChart::leaveEvent(QEvent* /*event*/)
{
    m_hovered = -1;
    update();
}

} // namespace btw::pages
