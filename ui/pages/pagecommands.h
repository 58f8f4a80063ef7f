// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QAction;
class QObject;
class QWidget;

namespace btw::pages {

/// What can be done on what is on show, for the command palette: every button that is seen, and every action
/// of a list or table. Each as an action that does the same. \param owner of the actions
/// \param known what the palette has already, which is left out
QList<QAction*> commandsOn(const QWidget& shown, const QList<QAction*>& known, QObject& owner);

} // namespace btw::pages
