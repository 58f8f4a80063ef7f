// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/actions.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QMenu>
#include <QMenuBar>
#include <QUndoGroup>

namespace btw::pages {

Actions::Actions(const std::vector<PageInfo>& pages, QObject* parent)
    : QObject(parent)
    , m_schemes(new QActionGroup(this))
{
    openFile = add(QT_TR_NOOP("&Open data…"), "Ctrl+O",
        QT_TR_NOOP("Opens a table, an .npz file, a pickle, a manifest.json or a .zip of tables."));
    openFolder = add(QT_TR_NOOP("Open a &folder…"), "Ctrl+Shift+O",
        QT_TR_NOOP("Opens a folder of CSV files, with or without a manifest.json."));
    openProject = add(QT_TR_NOOP("Open p&roject…"), "Ctrl+Alt+O",
        QT_TR_NOOP("Opens the runs of another project in a window of its own; a training here goes on."));
    changeReading = add(QT_TR_NOOP("&Change how the data is read…"), "Ctrl+I",
        QT_TR_NOOP("Shows what each column of the open data is taken for, what is predicted and which rows "
                   "take part."));
    exportData = add(QT_TR_NOOP("&Export data…"), "Ctrl+E",
        QT_TR_NOOP("Writes the open data as an .npz file or a folder of CSV files."));
    demoSentiment = add(QT_TR_NOOP("Try the &sentiment demo"), "Ctrl+Shift+1",
        QT_TR_NOOP("Makes a cohort of opinions and trains on it at once."));
    demoLos = add(QT_TR_NOOP("Try the &length-of-stay demo"), "Ctrl+Shift+2",
        QT_TR_NOOP("Makes a cohort of hospital stays with missing modalities and trains on it at once."));
    quit = add(QT_TR_NOOP("&Quit"), "Ctrl+Q",
        QT_TR_NOOP("Stops the training after its batch, keeps its epochs, and closes."));
    undo = add(QT_TR_NOOP("&Undo"), "Ctrl+Z",
        QT_TR_NOOP("Undoes the last change to the form, to a note or subgroup, or to the queue."));
    redo = add(QT_TR_NOOP("&Redo"), "Ctrl+Shift+Z", QT_TR_NOOP("Redoes the change that was undone."));
    for (const auto& page : pages) {
        const auto number = static_cast<int>(goTo.size()) + 1;
        goTo << addTranslated(page.text,
            number > 9 ? QKeySequence() : QKeySequence(Qt::CTRL | (Qt::Key_0 + number)), page.help);
    }
    goRuns = add(QT_TR_NOOP("&Run list"), "Ctrl+L", QT_TR_NOOP("Moves the keyboard to the list of runs."));
    palette = add(
        QT_TR_NOOP("&Find a command…"), "Ctrl+K", QT_TR_NOOP("Lists every command; type to narrow it down."));
    pause = add(
        QT_TR_NOOP("&Pause"), "Ctrl+P", QT_TR_NOOP("Pauses the training after its batch; again to go on."));
    pause->setCheckable(true);
    stop = add(QT_TR_NOOP("S&top"), "Ctrl+.",
        QT_TR_NOOP("Stops the training after its batch; its epochs are kept."));
    openRun = add(
        QT_TR_NOOP("&Open run"), "Ctrl+Return", QT_TR_NOOP("Shows the selected run's charts and result."));
    resumeRun = add(QT_TR_NOOP("&Resume run"), "Ctrl+R",
        QT_TR_NOOP("Finishes a stopped or interrupted run from its last epoch."));
    removeRun = add(QT_TR_NOOP("Re&move run…"), "Ctrl+Backspace",
        QT_TR_NOOP("Deletes the selected run and its model files."));
    schemeSystem = addScheme(QT_TR_NOOP("As the &desktop"), QT_TR_NOOP("Light or dark as the desktop is."),
        widgets::Scheme::System);
    schemeLight
        = addScheme(QT_TR_NOOP("&Light"), QT_TR_NOOP("Dark text on light panels."), widgets::Scheme::Light);
    schemeDark
        = addScheme(QT_TR_NOOP("D&ark"), QT_TR_NOOP("Light text on dark panels."), widgets::Scheme::Dark);
    schemeHighContrast = addScheme(
        QT_TR_NOOP("&High contrast"), QT_TR_NOOP("The strongest contrast."), widgets::Scheme::HighContrast);
    handbook = add(QT_TR_NOOP("&Handbook"), "F1",
        QT_TR_NOOP("Opens the handbook where it explains the current page; search it for anything else."));
    glossary = add(QT_TR_NOOP("&Words and what they mean"), "Shift+F1",
        QT_TR_NOOP("Opens the handbook's list of words, one sentence for each."));
    about = add(
        QT_TR_NOOP("&About BTW Workbench"), "", QT_TR_NOOP("What this program is, its version and licence."));
    pause->setEnabled(false);
    stop->setEnabled(false);
    for (auto* action : { undo, redo, openRun, resumeRun, removeRun, changeReading, exportData })
        action->setEnabled(false);
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
}

QAction* Actions::add(const char* text, const char* shortcut, const char* help)
{
    return addTranslated(tr(text), QKeySequence(QString::fromLatin1(shortcut)), tr(help));
}

QAction* Actions::addTranslated(const QString& text, const QKeySequence& shortcut, const QString& help)
{
    auto* action = new QAction(text, this);
    action->setShortcut(shortcut);
    action->setStatusTip(help);
    action->setToolTip(help);
    m_all << action;
    return action;
}

QAction* Actions::addScheme(const char* text, const char* help, widgets::Scheme scheme)
{
    auto* action = add(text, "", help);
    action->setCheckable(true);
    action->setData(static_cast<int>(scheme));
    m_schemes->addAction(action);
    connect(action, &QAction::triggered, this, [this, scheme] { Q_EMIT schemeChosen(scheme); });
    return action;
}

void Actions::setScheme(widgets::Scheme scheme)
{
    for (auto* action : m_schemes->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(scheme));
}

void Actions::follow(QUndoGroup& group)
{
    const auto name = [](QAction* action, const QString& verb, const QString& verbOf, const QString& what) {
        action->setText(what.isEmpty() ? verb : verbOf.arg(what));
    };
    connect(&group, &QUndoGroup::canUndoChanged, undo, &QAction::setEnabled);
    connect(&group, &QUndoGroup::canRedoChanged, redo, &QAction::setEnabled);
    connect(&group, &QUndoGroup::undoTextChanged, this, [this, name](const QString& what) {
        name(undo, tr("&Undo"), tr("&Undo %1", "what was done"), what);
    });
    connect(&group, &QUndoGroup::redoTextChanged, this, [this, name](const QString& what) {
        name(redo, tr("&Redo"), tr("&Redo %1", "what was done"), what);
    });
    connect(undo, &QAction::triggered, &group, &QUndoGroup::undo);
    connect(redo, &QAction::triggered, &group, &QUndoGroup::redo);
}

void Actions::fill(QMenuBar* bar) const
{
    auto* file = bar->addMenu(tr("&File"));
    file->addActions({ openFile, openFolder });
    file->addSeparator();
    file->addActions({ changeReading, exportData });
    file->addSeparator();
    file->addAction(openProject);
    file->addSeparator();
    file->addActions({ demoSentiment, demoLos });
    file->addSeparator();
    file->addAction(quit);
    bar->addMenu(tr("&Edit"))->addActions({ undo, redo });
    bar->addMenu(tr("&Go"))->addActions(goTo + QList<QAction*> { goRuns, palette });
    auto* run = bar->addMenu(tr("&Run"));
    run->addActions({ pause, stop });
    run->addSeparator();
    run->addActions({ openRun, resumeRun, removeRun });
    bar->addMenu(tr("&View"))->addActions(m_schemes->actions());
    bar->addMenu(tr("&Help"))->addActions({ handbook, glossary, about });
}

} // namespace btw::pages
