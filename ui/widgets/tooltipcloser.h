// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace btw::widgets {

/// Closes a tool tip when a menu opens, and opens none behind it: Qt leaves one standing over the menu, and
/// over what the menu led to. Filters the events of the whole program while it lives.
class TooltipCloser : public QObject
{
    Q_OBJECT

public:
    explicit TooltipCloser(QObject* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace btw::widgets
