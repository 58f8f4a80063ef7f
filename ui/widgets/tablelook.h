// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QString>

namespace btw::widgets {

/// The picture of a tick that shows on the accent, among the resources.
inline QString tickName(const Theme& theme)
{
    return theme.isDark ? QStringLiteral("tickdark") : QStringLiteral("tickwhite");
}

/// The style sheet of a table of rows inside a card: no frame until it has the keyboard, the same room in a
/// selected row as in others (which the style leaves out without a border), and ticks that show in the dark.
inline QString tableInCard(const Theme& theme)
{
    return QStringLiteral("QTableView { border: 2px solid transparent; border-radius: 4px; } "
                          "QTableView:focus { border: 2px solid %1; } "
                          "QTableView::item { border: 0px; padding: 2px 8px; } "
                          "QTableView::indicator { width: 12px; height: 12px; border: 1px solid %2; "
                          "border-radius: 3px; background: %3; } "
                          "QTableView::indicator:checked { background: %1; border-color: %1; "
                          "image: url(:/theme/%4.png); }")
        .arg(theme.accent.name(), theme.dim.name(), theme.panel.name(), tickName(theme));
}

} // namespace btw::widgets
