// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/systemsdelegate.h"

#include "ui/models/words.h"
#include "ui/pages/compare/comparisonmodel.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr double kEdge = 10; // free at both ends of the scale
constexpr double kDot = 3.5;
constexpr double kArrow = 8; // of an interval that goes on beyond the scale
constexpr int kGap = 8; // between a name and what it is

} // namespace

SystemsDelegate::SystemsDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{
}

void SystemsDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    painter->save();
    painter->setClipRect(option.rect);
    if (index.data(ComparisonModel::ForestRole).isValid())
        paintForest(*painter, option.rect, index);
    else if (!index.data(ComparisonModel::TitleRole).toString().isEmpty())
        paintTitle(*painter, option, index);
    painter->restore();
}

void SystemsDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() == ComparisonModel::System)
        option->text = shownName(option->text);
}

void SystemsDelegate::paintTitle(
    QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem shown = option;
    initStyleOption(&shown, index);
    const auto* style = shown.widget != nullptr ? shown.widget->style() : QApplication::style();
    const QRect text = style->subElementRect(QStyle::SE_ItemViewItemText, &shown, shown.widget);
    const int taken = shown.fontMetrics.horizontalAdvance(shown.text) + kGap;
    const QRect rest = text.adjusted(taken, 0, -4, 0);
    constexpr int kLeast = 60;
    if (rest.width() < kLeast)
        return;
    painter.setFont(Theme::captionFont());
    painter.setPen(option.state.testFlag(QStyle::State_Selected) ? m_theme.dimOnSoft : m_theme.dim);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(Theme::captionFont())
            .elidedText(index.data(ComparisonModel::TitleRole).toString(), Qt::ElideRight, rest.width()));
}

void SystemsDelegate::paintForest(QPainter& painter, const QRectF& cell, const QModelIndex& index) const
{
    const auto bar = index.data(ComparisonModel::ForestRole).value<ForestBar>();
    if (!(bar.to > bar.from))
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const double left = cell.left() + kEdge;
    const double right = cell.right() - kEdge;
    const auto x
        = [&](double value) { return left + (value - bar.from) / (bar.to - bar.from) * (right - left); };
    const double y = cell.center().y();
    painter.setPen(QPen(bar.isBaseline ? m_theme.baseline : m_theme.line, bar.isBaseline ? 2 : 1));
    const double reach = bar.isBaseline ? 7 : cell.height() / 2;
    painter.drawLine(QPointF(x(0), y - reach), QPointF(x(0), y + reach));
    if (!bar.isKnown)
        return;
    const QColor colour = bar.verdict > 0 ? m_theme.corrections
        : bar.verdict < 0                 ? m_theme.mistakes
                                          : m_theme.baseline;
    const auto drawArrow = [&](bool toLeft) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        const double tip = toLeft ? left : right;
        const double back = toLeft ? tip + kArrow : tip - kArrow;
        painter.drawPolygon(QPolygonF({ { tip, y }, { back, y - 4 }, { back, y + 4 } }));
    };
    const bool isLeft = bar.estimate < bar.from;
    if (isLeft || bar.estimate > bar.to) { // a dot at the edge would be read as a figure: the number is
        drawArrow(isLeft);
        painter.setPen(m_theme.dim);
        painter.setFont(Theme::tickFont());
        widgets::drawTabular(painter, QRectF(left + 12, cell.top(), right - left - 24, cell.height()),
            (isLeft ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, bar.figure());
        return;
    }
    painter.setPen(QPen(colour, 2.5, Qt::SolidLine, Qt::RoundCap));
    const bool goesOnLeft = bar.low < bar.from;
    const bool goesOnRight = bar.high > bar.to;
    painter.drawLine(QPointF(goesOnLeft ? left + kArrow : x(bar.low), y),
        QPointF(goesOnRight ? right - kArrow : x(bar.high), y));
    if (goesOnLeft)
        drawArrow(true);
    if (goesOnRight)
        drawArrow(false);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const double at = x(bar.estimate);
    if (bar.verdict < 0) // told apart by shape, too
        painter.drawPolygon(QPolygonF(
            { { at - kDot - 1, y }, { at, y - kDot - 1 }, { at + kDot + 1, y }, { at, y + kDot + 1 } }));
    else
        painter.drawEllipse(QPointF(at, y), kDot, kDot);
}

} // namespace btw::pages
