// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/presencedelegate.h"

#include "ui/models/instancesmodel.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QStyle>

namespace btw::pages {

using models::InstancesModel;

namespace {
constexpr double kRadius = 4.5;
constexpr int kDotRoom = 24;
constexpr int kInset = 8; ///< as the heads have
}

PresenceDelegate::PresenceDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(widgets::Theme::light())
    , m_text(widgets::Theme::textFont())
    , m_caption(widgets::Theme::captionFont())
{
}

void PresenceDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem box = option;
    initStyleOption(&box, index);
    const QString text = box.text;
    box.text.clear();
    const QStyle* style = box.widget ? box.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &box, painter, box.widget);

    painter->save();
    const QVariant present = index.data(InstancesModel::PresentRole);
    if (present.isValid())
        paintPresence(*painter, box.rect, index, present.toBool());
    else
        paintText(*painter, box.rect, box.displayAlignment, text);
    painter->restore();
}

void PresenceDelegate::paintText(
    QPainter& painter, const QRect& cell, Qt::Alignment alignment, const QString& text) const
{
    const QRectF inside = QRectF(cell).adjusted(kInset, 0, -kInset, 0);
    painter.setFont(m_text);
    painter.setPen(m_theme.text);
    if (alignment & Qt::AlignRight) // figures, to be compared down the column
        widgets::drawTabular(painter, inside, alignment, text);
    else
        painter.drawText(
            inside, alignment, QFontMetricsF(m_text).elidedText(text, Qt::ElideMiddle, inside.width()));
}

void PresenceDelegate::paintPresence(
    QPainter& painter, const QRect& cell, const QModelIndex& index, bool present) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre(cell.left() + kInset + kRadius, cell.center().y() + 0.5);
    if (!present) {
        painter.setPen(QPen(m_theme.baseline, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, kRadius - 1, kRadius - 1);
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(
        m_theme.modality(static_cast<std::size_t>(index.data(InstancesModel::ModalityRole).toInt())));
    painter.drawEllipse(centre, kRadius, kRadius);
    if (!index.data(InstancesModel::StepsRole).isValid())
        return;
    painter.setFont(m_caption);
    painter.setPen(m_theme.dim);
    widgets::drawTabular(painter, QRectF(cell).adjusted(kDotRoom, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter,
        index.data(Qt::DisplayRole).toString());
}

QSize PresenceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    const bool isPresence = index.data(InstancesModel::PresentRole).isValid();
    return { size.width() + (isPresence ? kDotRoom : 2 * kInset), size.height() };
}

} // namespace btw::pages
