// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pageinfo.h"
#include "ui/widgets/settings.h"

#include <QList>
#include <QObject>

#include <vector>

class QAction;
class QActionGroup;
class QKeySequence;
class QMenuBar;
class QUndoGroup;

namespace btw::pages {

/// Every action of the program, declared once with its words, shortcut and help; menus, buttons, context
/// menus and the command palette use the same objects.
class Actions : public QObject
{
    Q_OBJECT

public:
    /// \param pages get an action each, with Ctrl and their number, up to 9
    explicit Actions(const std::vector<PageInfo>& pages = {}, QObject* parent = nullptr);

    QAction* openFile;
    QAction* openFolder;
    QAction* openProject;
    QAction* changeReading;
    QAction* exportData;
    QAction* demoSentiment;
    QAction* demoLos;
    QAction* quit;
    QAction* undo; ///< with the name of what is undone
    QAction* redo;
    QList<QAction*> goTo; ///< one a page
    QAction* goRuns;
    QAction* palette;
    QAction* pause; ///< checkable: paused
    QAction* stop;
    QAction* openRun;
    QAction* resumeRun;
    QAction* removeRun;
    QAction* schemeSystem;
    QAction* schemeLight;
    QAction* schemeDark;
    QAction* schemeHighContrast;
    QAction* handbook;
    QAction* glossary;
    QAction* about;

    QList<QAction*> all() const { return m_all; }
    /// File, Edit, Go, Run, View and Help, each with its actions.
    void fill(QMenuBar* bar) const;
    void setScheme(widgets::Scheme scheme);
    /// Undo and redo are those of the group's active stack, and are named by it. \param group outlives it
    void follow(QUndoGroup& group);

Q_SIGNALS:
    void schemeChosen(btw::widgets::Scheme scheme);

private:
    QAction* add(const char* text, const char* shortcut, const char* help);
    QAction* addTranslated(const QString& text, const QKeySequence& shortcut, const QString& help);
    QAction* addScheme(const char* text, const char* help, widgets::Scheme scheme);

    QList<QAction*> m_all;
    QActionGroup* m_schemes;
};

} // namespace btw::pages
