// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QStyledItemDelegate>

namespace btw::pages {

/// Draws whether an instance has a modality: a full dot in its colour, with the number of steps, or a ring.
class PresenceDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit PresenceDelegate(QObject* parent = nullptr);

    void setTheme(const widgets::Theme& theme) { m_theme = theme; }
    void paint(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    widgets::Theme m_theme;
};

} // namespace btw::pages
