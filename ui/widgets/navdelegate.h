// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QStyledItemDelegate>

namespace btw::widgets {

/// Rows of the sidebar: a number or a status dot, a name, and a short figure at the right; or a section's
/// heading. What to draw comes from the model's roles.
class NavDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Role {
        LeadRole = Qt::UserRole + 100, ///< QString: a number before the name; empty: a dot
        DetailRole, ///< QString at the right
        SecondRole, ///< QString: a dim second line; empty: a row of one line
        DotRole, ///< int: Dot
        SectionRole ///< bool: a heading, not a row
    };
    enum class Dot : std::uint8_t { None, Waiting, Running, Good, Stopped, Failed };

    explicit NavDelegate(QObject* parent = nullptr);
    void setTheme(const Theme& theme) { m_theme = theme; }
    void setRowHeight(int height) { m_rowHeight = height; }

    void paint(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QColor dotColour(Dot dot) const;

    Theme m_theme;
    int m_rowHeight = 28;
};

} // namespace btw::widgets
