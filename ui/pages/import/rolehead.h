// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QHeaderView>

namespace btw::pages {

/// Head of the preview: a column's name and, below it, its role with the modality's colour.
class RoleHead : public QHeaderView
{
    Q_OBJECT

public:
    explicit RoleHead(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setShowsRoles(bool shows);
    QSize sizeHint() const override;
    /// Wide enough for its name, its role and its first cells; estimated, however many columns there are.
    int widthFor(int section) const;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    widgets::Theme m_theme;
    bool m_showsRoles = true;
};

} // namespace btw::pages
