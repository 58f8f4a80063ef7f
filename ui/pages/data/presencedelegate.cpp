// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/presencedelegate.h"

#include "ui/models/instancesmodel.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace btw::pages {

using models::InstancesModel;

namespace {
constexpr double kRadius = 4.5;
constexpr int kDotRoom = 22;
}

PresenceDelegate::PresenceDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(widgets::Theme::light())
{
}

void PresenceDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QVariant present = index.data(InstancesModel::PresentRole);
    if (!present.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem box = option;
    initStyleOption(&box, index);
    const QString text = box.text;
    box.text.clear();
    const QStyle* style = box.widget ? box.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &box, painter, box.widget);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const auto modality = static_cast<std::size_t>(index.data(InstancesModel::ModalityRole).toInt());
    const QPointF centre(option.rect.left() + 14, option.rect.center().y() + 0.5);
    if (present.toBool()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.modality(modality));
        painter->drawEllipse(centre, kRadius, kRadius);
        bool isCount = false;
        QString(text).remove(QLatin1Char(',')).toLongLong(&isCount);
        if (isCount) {
            painter->setFont(widgets::Theme::captionFont());
            painter->setPen(m_theme.dim);
            widgets::drawTabular(*painter, QRectF(option.rect).adjusted(kDotRoom, 0, -4, 0),
                Qt::AlignLeft | Qt::AlignVCenter, text);
        }
    } else {
        painter->setPen(QPen(m_theme.baseline, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawEllipse(centre, kRadius - 1, kRadius - 1);
    }
    painter->restore();
}

QSize PresenceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    const bool isPresence = index.data(InstancesModel::PresentRole).isValid();
    return isPresence ? QSize(size.width() + kDotRoom, size.height()) : size;
}

} // namespace btw::pages
