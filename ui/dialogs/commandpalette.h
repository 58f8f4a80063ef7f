// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace btw::widgets {
class NoMatch;
}

namespace btw::dialogs {

/// Every command of the program, narrowed down by typing: each typed word must occur in the command's name
/// or help, and names that begin with what was typed come first. Enter runs the first one, arrows choose
/// another. Those that are not possible now are shown, grey and last.
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(const QList<QAction*>& actions, const widgets::Theme& theme, QWidget* parent = nullptr);

    void setQuery(const QString& query);
    QStringList shownCommands() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void narrow(const QString& query);
    void runCurrent();

    QList<QAction*> m_actions;
    QLineEdit* m_query;
    QListView* m_list;
    widgets::NoMatch* m_noMatch;
    QStandardItemModel* m_commands;
    QSortFilterProxyModel* m_shown;
};

} // namespace btw::dialogs
