// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/peoplescatter.h"

#include "ui/charts/ticks.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <numeric>
#include <utility>

namespace btw::pages {

namespace {
constexpr double kClick = 4; // pixels that a click may move
}

PeopleScatter::PeopleScatter(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    describe();
}

void PeopleScatter::setTheme(const widgets::Theme& theme)
{
    m_theme = theme;
    m_plot.setTheme(theme);
    update();
}

void PeopleScatter::setPoints(
    std::vector<PeoplePlot::Point> points, std::vector<QString> names, const QString& xTitle)
{
    m_plot.setPoints(std::move(points), xTitle, {});
    m_names = std::move(names);
    m_current.reset();
    describe();
    update();
}

void PeopleScatter::setSelected(std::vector<bool> selected)
{
    m_plot.setSelected(std::move(selected));
    describe();
    update();
}

void PeopleScatter::describe()
{
    setAccessibleName(tr("Change of loss for each person"));
    QString words
        = tr("%n people, %1 selected.", nullptr, static_cast<int>(m_plot.size())).arg(chosen().size());
    if (m_current)
        words += QLatin1Char(' ') + m_names[*m_current];
    setAccessibleDescription(words);
}

std::vector<std::size_t> PeopleScatter::chosen() const
{
    std::vector<std::size_t> points;
    for (std::size_t i = 0; i < m_plot.size(); ++i)
        if (m_plot.isSelected(i))
            points.push_back(i);
    return points;
}

void PeopleScatter::choose(std::vector<std::size_t> points, bool isAdding)
{
    std::vector<bool> selected(m_plot.size(), false);
    for (std::size_t i = 0; isAdding && i < m_plot.size(); ++i)
        selected[i] = m_plot.isSelected(i);
    for (const auto point : points)
        selected[point] = true;
    setSelected(std::move(selected));
    Q_EMIT this->selected(chosen());
}

void PeopleScatter::toggle(std::size_t point)
{
    std::vector<bool> selected(m_plot.size());
    for (std::size_t i = 0; i < m_plot.size(); ++i)
        selected[i] = m_plot.isSelected(i) != (i == point);
    setSelected(std::move(selected));
    Q_EMIT this->selected(chosen());
}

void PeopleScatter::goTo(std::size_t point)
{
    m_current = point;
    describe();
    update();
}

void PeopleScatter::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    m_plot.paint(painter);
    if (m_isDragging) {
        QColor fill = m_theme.accent;
        constexpr float kOpacity = 0.12F;
        fill.setAlphaF(kOpacity);
        painter.setBrush(fill);
        painter.setPen(QPen(m_theme.accent, 1));
        if (m_dragsLasso)
            painter.drawPolygon(m_track);
        else
            painter.drawRect(QRectF(m_track.first(), m_track.last()).normalized());
    }
    if (m_current && hasFocus()) {
        const QPointF at = m_plot.pixelOf(*m_current);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.accent, 2));
        constexpr double kRing = 8;
        painter.drawEllipse(at, kRing, kRing);
        painter.setFont(widgets::Theme::captionFont());
        const auto width = painter.fontMetrics().horizontalAdvance(m_names[*m_current]) + 12.0;
        QRectF box(at.x() + 12, at.y() - 24, width, 20);
        box.moveRight(std::min(box.right(), this->width() - 4.0));
        box.moveTop(std::max(box.top(), 2.0));
        painter.setPen(QPen(m_theme.line, 1));
        painter.setBrush(m_theme.panel);
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(m_theme.text);
        painter.drawText(box, Qt::AlignCenter, m_names[*m_current]);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void PeopleScatter::resizeEvent(QResizeEvent* /*event*/) { m_plot.resize(size(), devicePixelRatioF()); }

void PeopleScatter::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_isDragging = true;
    m_dragsLasso = m_isLasso || event->modifiers().testFlag(Qt::AltModifier);
    m_track = QPolygonF({ event->position() });
}

void PeopleScatter::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_isDragging)
        return;
    if (m_dragsLasso || m_track.size() < 2)
        m_track << event->position();
    else
        m_track.last() = event->position();
    update();
}

void PeopleScatter::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_isDragging || event->button() != Qt::LeftButton)
        return;
    m_isDragging = false;
    const bool isAdding = event->modifiers().testFlag(Qt::ShiftModifier);
    const QRectF reach = m_track.boundingRect();
    if (std::max(reach.width(), reach.height()) <= kClick) {
        const auto hit = m_plot.at(event->position());
        if (hit && isAdding)
            toggle(*hit);
        else if (hit)
            choose({ *hit }, false);
        else if (!isAdding)
            choose({}, false);
        if (hit)
            goTo(*hit);
    } else {
        choose(m_dragsLasso ? m_plot.inside(m_track)
                            : m_plot.inside(QRectF(m_track.first(), m_track.last()).normalized()),
            isAdding);
    }
    m_track.clear();
    update();
}

void PeopleScatter::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const auto hit = m_plot.at(event->position()))
        Q_EMIT opened(*hit);
}

void PeopleScatter::keyPressEvent(QKeyEvent* event)
{
    if (m_plot.size() == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (!m_current && event->key() == Qt::Key_Space)
        goTo(0);
    const int dx = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const int dy = event->key() == Qt::Key_Up ? 1 : event->key() == Qt::Key_Down ? -1 : 0;
    if (dx != 0 || dy != 0) {
        goTo(m_current ? m_plot.next(*m_current, dx, dy) : 0);
    } else if (event->key() == Qt::Key_Space && m_current) {
        toggle(*m_current);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_current) {
        Q_EMIT opened(*m_current);
    } else if (event->matches(QKeySequence::SelectAll)) {
        std::vector<std::size_t> all(m_plot.size());
        std::iota(all.begin(), all.end(), 0U);
        choose(std::move(all), false);
    } else if (event->key() == Qt::Key_Escape && !chosen().empty()) {
        choose({}, false);
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool PeopleScatter::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto hit = m_plot.at(help->pos()))
            QToolTip::showText(help->globalPos(), m_names[*hit], this);
        else
            QToolTip::showText(help->globalPos(),
                tr("Drag to select people, with Shift to add to them, with Alt to draw around them. Arrow "
                   "keys "
                   "and Space select by keyboard. A double click, or Enter, opens a person."),
                this);
        return true;
    }
    if (event->type() == QEvent::FocusIn && !m_current && m_plot.size() > 0
        && static_cast<QFocusEvent*>(event)->reason() != Qt::MouseFocusReason)
        goTo(0);
    return QWidget::event(event);
}

} // namespace btw::pages
