// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/navdelegate.h"

#include <QPainter>

#include <cmath>

namespace btw::widgets {

namespace {
constexpr int kInside = 10;
constexpr int kDot = 8;
constexpr int kSectionHeight = 30;
constexpr int kSecondLine = 16;

/// Of "data · seeds · day" the ends stay, and what is between goes where there is no room for all.
QString shortenedFacts(const QString& facts, const QFont& font, int room)
{
    const QString between = QStringLiteral(" \u00b7 ");
    QStringList parts = facts.split(between);
    while (parts.size() > 2 && tabularWidth(font, parts.join(between)) > room)
        parts.removeAt(parts.size() - 2);
    return QFontMetrics(font).elidedText(parts.join(between), Qt::ElideMiddle, room);
}
} // namespace

NavDelegate::NavDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(Theme::light())
{
}

QColor NavDelegate::dotColour(Dot dot) const
{
    switch (dot) {
    case Dot::Running:
        return m_theme.accent;
    case Dot::Good:
        return m_theme.corrections;
    case Dot::Stopped:
        return m_theme.mistakes;
    case Dot::Failed:
        return m_theme.danger;
    case Dot::Waiting:
    case Dot::None:
        break;
    }
    QColor faint = m_theme.dim;
    faint.setAlphaF(0.35F);
    return faint;
}

void NavDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect;
    const QString name = index.data(Qt::DisplayRole).toString();
    if (index.data(SectionRole).toBool()) {
        QFont font = Theme::captionFont();
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        painter->setPen(m_theme.dim);
        painter->drawText(row.adjusted(kInside, 0, -kInside, -6), Qt::AlignLeft | Qt::AlignBottom, name);
        painter->restore();
        return;
    }
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (selected || hovered) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(selected ? m_theme.accentSoft : m_theme.hover);
        painter->drawRoundedRect(
            QRectF(row).adjusted(0, 1, 0, -1), Theme::kControlRadius, Theme::kControlRadius);
    }
    // The focus ring shows where the keyboard is, also on a row that is not selected.
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(m_theme.accent, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(
            QRectF(row).adjusted(1, 2, -1, -2), Theme::kControlRadius - 1, Theme::kControlRadius - 1);
    }

    QRect area = row.adjusted(kInside, 0, -kInside, 0);
    const QString lead = index.data(LeadRole).toString();
    QFont font = Theme::textFont();
    if (!lead.isEmpty()) {
        if (selected)
            font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        painter->setPen(selected ? m_theme.accent : m_theme.dim);
        drawTabular(*painter, area, Qt::AlignLeft | Qt::AlignVCenter, lead);
        area.setLeft(area.left() + 20);
        painter->setPen(selected ? m_theme.accent : m_theme.text);
    } else {
        const auto dot = static_cast<Dot>(index.data(DotRole).toInt());
        if (dot != Dot::None) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(dotColour(dot));
            painter->drawEllipse(QRectF(area.left(), row.top() + m_rowHeight / 2.0 - kDot / 2.0, kDot, kDot));
        }
        area.setLeft(area.left() + kDot + 8);
        painter->setPen(option.state.testFlag(QStyle::State_Enabled) ? m_theme.text : m_theme.dim);
    }

    const QString second = index.data(SecondRole).toString();
    if (!second.isEmpty()) {
        const QPen namePen = painter->pen();
        QRect line = area;
        line.setTop(row.top() + m_rowHeight - 4);
        painter->setFont(Theme::captionFont());
        painter->setPen(selected ? m_theme.dimOnSoft : m_theme.dim);
        drawTabular(*painter, line.adjusted(0, 0, 0, -7), Qt::AlignLeft | Qt::AlignVCenter,
            shortenedFacts(second, painter->font(), line.width()));
        painter->setPen(namePen);
        area.setBottom(row.top() + m_rowHeight);
    }

    const QString detail = index.data(DetailRole).toString();
    if (!detail.isEmpty()) {
        const QPen namePen = painter->pen();
        painter->setFont(Theme::captionFont());
        painter->setPen(selected ? m_theme.dimOnSoft : m_theme.dim);
        const int width = static_cast<int>(std::ceil(tabularWidth(painter->font(), detail)));
        drawTabular(*painter, area, Qt::AlignRight | Qt::AlignVCenter, detail);
        area.setRight(area.right() - width - 8);
        painter->setPen(namePen);
    }
    painter->setFont(font);
    painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(font).elidedText(
            name, second.isEmpty() ? Qt::ElideMiddle : Qt::ElideRight, area.width()));
    painter->restore();
}

QSize NavDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& index) const
{
    if (index.data(SectionRole).toBool())
        return { 120, kSectionHeight };
    return { 120, m_rowHeight + (index.data(SecondRole).toString().isEmpty() ? 0 : kSecondLine) };
}

} // namespace btw::widgets
