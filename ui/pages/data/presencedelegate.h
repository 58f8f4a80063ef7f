// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QStyledItemDelegate>

namespace btw::pages {

/// Draws the cells of the instance table. Whether an instance has a modality: a full dot in its colour, with
/// the number of steps, or a ring. Everything else as text with figures of one width.
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
    void paintText(QPainter& painter, const QRect& cell, Qt::Alignment alignment, const QString& text) const;
    void paintPresence(QPainter& painter, const QRect& cell, const QModelIndex& index, bool present) const;

    widgets::Theme m_theme;
    QFont m_text, m_caption; ///< made once: every cell asks for them
};

} // namespace btw::pages
