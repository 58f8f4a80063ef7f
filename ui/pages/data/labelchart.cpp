// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/labelchart.h"

#include "ui/widgets/graphic.h"

#include "ui/models/instancesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/data/datapaint.h"
#include "ui/widgets/names.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using models::count;
using widgets::Theme;

namespace {

constexpr int kHead = 24;
constexpr int kRow = 26;
constexpr int kBar = 14;
constexpr double kNamesShare = 0.4; // of the width, at most
constexpr qsizetype kNameLines = 3; // of a class that needs them
constexpr int kNameLine = 15; // what each further one adds to a row
constexpr int kHistogram = 56;
constexpr int kBetween = 14;
constexpr int kAxis = 20;
constexpr double kGap = 14;
constexpr std::size_t kSplits = 3;

Split splitAt(std::size_t index) { return static_cast<Split>(index); }

} // namespace

LabelChart::LabelChart(QWidget* parent)
    : QWidget(parent)
    , m_theme(Theme::light())
{
    widgets::markAsGraphic(this);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Labels by split"));
}

void LabelChart::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void LabelChart::setSummary(std::shared_ptr<const jobs::CohortSummary> summary)
{
    m_summary = std::move(summary);
    describe();
    updateGeometry();
    update();
}

void LabelChart::describe()
{
    setAccessibleName(tr("Labels by split"));
    QStringList words;
    for (std::size_t split = 0; m_summary && split < kSplits; ++split) {
        QStringList parts;
        if (isClasses()) {
            for (std::size_t c = 0; c < m_summary->labels.counts.size(); ++c)
                parts << tr("%1 %2").arg(QString::fromStdString(m_summary->cohort->classes[c]),
                    count(m_summary->labels.counts[c].at(split)));
        } else {
            parts << tr("%1 rows, median %2")
                         .arg(count(m_summary->rows.at(split)),
                             models::number(m_summary->labels.median.at(split)));
        }
        words << tr("%1: %2").arg(models::splitWord(splitAt(split)), parts.join(QStringLiteral(", ")));
    }
    setAccessibleDescription(words.join(QStringLiteral(". ")));
}

bool LabelChart::isClasses() const { return m_summary && m_summary->cohort->task == Task::Classification; }

std::size_t LabelChart::shownClasses() const
{
    return std::min(m_summary->labels.counts.size(), kMostClasses);
}

QSize LabelChart::sizeHint() const
{
    if (!m_summary)
        return { 360, kHead + 4 * kRow };
    if (isClasses()) {
        const bool cut = shownClasses() < m_summary->labels.counts.size();
        return { 360, kHead + rowHeight() * static_cast<int>(shownClasses()) + (cut ? kRow : 0) + 4 };
    }
    return { 360, static_cast<int>(kSplits) * (kHistogram + kBetween) + kAxis };
}

QSize LabelChart::minimumSizeHint() const { return { 300, sizeHint().height() }; }

double LabelChart::share(std::size_t entry, std::size_t split) const
{
    const auto rows = m_summary->rows.at(split);
    return rows > 0
        ? static_cast<double>(m_summary->labels.counts[entry].at(split)) / static_cast<double>(rows)
        : 0;
}

double LabelChart::largestShare() const
{
    double largest = 0;
    for (std::size_t entry = 0; entry < m_summary->labels.counts.size(); ++entry)
        for (std::size_t split = 0; split < kSplits; ++split)
            largest = std::max(largest, share(entry, split));
    return largest;
}

charts::RowNames LabelChart::classNames() const
{
    const QFontMetricsF metrics(Theme::textFont());
    QStringList names;
    for (const std::string& name : m_summary->cohort->classes)
        names << widgets::shownName(name);
    return charts::layRowNames(names, kNamesShare * width(), kNameLines,
        [&](const QString& text) { return std::ceil(metrics.horizontalAdvance(text)); });
}

int LabelChart::rowHeight() const { return kRow + kNameLine * static_cast<int>(classNames().most - 1); }

void LabelChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    updateGeometry(); // names take more lines where there is less room
}

double LabelChart::leftOfPanels() const
{
    if (isClasses())
        return classNames().width + kGap;
    double widest = 0;
    const QFontMetricsF heads(Theme::labelFont());
    const QFontMetricsF captions(Theme::captionFont());
    for (std::size_t split = 0; split < kSplits; ++split)
        widest = std::max({ widest, heads.horizontalAdvance(models::splitWord(splitAt(split))),
            captions.horizontalAdvance(
                tr("median %1").arg(models::number(m_summary->labels.median.at(split)))),
            captions.horizontalAdvance(tr("%1 rows").arg(count(m_summary->rows.at(split)))) });
    return widest + kGap;
}

QRectF LabelChart::classPanel(std::size_t split) const
{
    const double left = leftOfPanels();
    const double each = (width() - left - kGap * (kSplits - 1)) / kSplits;
    return { left + (each + kGap) * static_cast<double>(split), 0, each, static_cast<double>(height()) };
}

QRectF LabelChart::histogram(std::size_t split) const
{
    const double left = leftOfPanels();
    return { left, static_cast<double>(split) * (kHistogram + kBetween) + 4, width() - left - 4, kHistogram };
}

void LabelChart::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    if (!m_summary)
        return;
    if (isClasses())
        paintClasses(painter);
    else
        paintHistograms(painter);
    if (hasFocus())
        paintFocus(painter, m_theme, rect());
}

void LabelChart::paintClasses(QPainter& painter) const
{
    const double largest = largestShare();
    const charts::RowNames names = classNames();
    const double pitch = rowHeight();
    for (std::size_t c = 0; c < shownClasses(); ++c) {
        painter.setFont(Theme::textFont());
        painter.setPen(m_theme.text);
        painter.drawText(QRectF(0, kHead + pitch * static_cast<double>(c), names.width + kGap / 2, pitch),
            Qt::AlignLeft | Qt::AlignVCenter, names.lines[c].join(QLatin1Char('\n')));
    }
    for (std::size_t split = 0; split < kSplits; ++split) {
        const QRectF panel = classPanel(split);
        painter.setFont(Theme::labelFont());
        painter.setPen(m_theme.dim);
        const QString head = models::splitWord(splitAt(split));
        painter.drawText(
            QRectF(panel.left(), 0, panel.width(), kHead - 4), Qt::AlignLeft | Qt::AlignVCenter, head);
        painter.setFont(Theme::captionFont());
        const double room = widgets::tabularWidth(painter.font(), QStringLiteral("100%")) + 6;
        for (std::size_t c = 0; c < shownClasses(); ++c) {
            const double top = kHead + pitch * static_cast<double>(c);
            const auto n = m_summary->labels.counts[c].at(split);
            const double full = std::max(8.0, panel.width() - room);
            double length = largest > 0 ? share(c, split) / largest * full : 0;
            length = n > 0 ? std::max(1.0, length) : 0;
            painter.fillRect(
                QRectF(panel.left(), top + (pitch - kBar) / 2.0, length, kBar), splitColour(m_theme, split));
            painter.setPen(n > 0 ? m_theme.text : m_theme.dim);
            widgets::drawTabular(painter, QRectF(panel.left() + length + 5, top, room, pitch),
                Qt::AlignLeft | Qt::AlignVCenter, n > 0 ? percent(n, m_summary->rows.at(split)) : tr("none"));
        }
    }
    const std::size_t more = m_summary->labels.counts.size() - shownClasses();
    if (more > 0) {
        painter.setFont(Theme::captionFont());
        painter.setPen(m_theme.dim);
        painter.drawText(QRectF(0, kHead + pitch * static_cast<double>(shownClasses()), width(), kRow),
            Qt::AlignLeft | Qt::AlignVCenter, tr("and %1 more classes").arg(more));
    }
}

void LabelChart::paintHistograms(QPainter& painter) const
{
    const double largest = largestShare();
    for (std::size_t split = 0; split < kSplits; ++split) {
        const QRectF area = histogram(split);
        std::vector<double> heights;
        for (std::size_t bin = 0; bin < m_summary->labels.counts.size(); ++bin)
            heights.push_back(share(bin, split));
        painter.setPen(QPen(m_theme.line, 1));
        const double floor = std::round(area.bottom()) + 0.5;
        painter.drawLine(QPointF(area.left(), floor), QPointF(area.right(), floor));
        paintBins(painter, area, heights, largest, splitColour(m_theme, split));
        painter.setFont(Theme::labelFont());
        painter.setPen(m_theme.text);
        const double line = QFontMetricsF(painter.font()).height();
        double top = area.top() + 2;
        painter.drawText(QRectF(0, top, area.left(), line), Qt::AlignLeft, models::splitWord(splitAt(split)));
        painter.setFont(Theme::captionFont());
        painter.setPen(m_theme.dim);
        top += line + 1;
        painter.drawText(QRectF(0, top, area.left(), line), Qt::AlignLeft,
            tr("%1 rows").arg(count(m_summary->rows.at(split))));
        top += line;
        painter.drawText(QRectF(0, top, area.left(), line), Qt::AlignLeft,
            tr("median %1").arg(models::number(m_summary->labels.median.at(split))));
    }
    paintValueAxis(painter, m_theme, histogram(kSplits - 1), m_summary->labels.edges);
}

QString LabelChart::wordsAt(const QPoint& at) const
{
    if (!m_summary)
        return {};
    const auto said = [this](std::size_t entry, std::size_t split, const QString& what) {
        const auto n = m_summary->labels.counts[entry].at(split);
        return tr("%1: %2 of %3 %4 rows (%5)")
            .arg(what, count(n), count(m_summary->rows.at(split)), models::splitWord(splitAt(split)),
                percent(n, m_summary->rows.at(split)));
    };
    const std::size_t entries = m_summary->labels.counts.size();
    if (isClasses() && at.y() >= kHead) {
        const auto row = static_cast<std::size_t>((at.y() - kHead) / rowHeight());
        const auto& classes = m_summary->cohort->classes;
        if (row >= shownClasses()) {
            QStringList more;
            for (std::size_t c = shownClasses(); c < entries; ++c)
                more << widgets::shownName(classes[c]);
            return more.join(QStringLiteral(", "));
        }
        if (at.x() < leftOfPanels())
            return widgets::shownName(classes[row]);
    }
    for (std::size_t split = 0; split < kSplits; ++split) {
        if (isClasses()) {
            const double row = (at.y() - kHead) / static_cast<double>(rowHeight());
            if (classPanel(split).contains(at) && row >= 0 && row < static_cast<double>(shownClasses())) {
                const auto c = static_cast<std::size_t>(row);
                return said(c, split, QString::fromStdString(m_summary->cohort->classes[c]));
            }
            continue;
        }
        const QRectF area = histogram(split);
        if (area.contains(at)) {
            const auto bin = std::min(entries - 1,
                static_cast<std::size_t>(
                    (at.x() - area.left()) / area.width() * static_cast<double>(entries)));
            return said(bin, split, binWords(m_summary->labels.edges, bin, entries));
        }
    }
    return {};
}

bool LabelChart::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), wordsAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace btw::pages
