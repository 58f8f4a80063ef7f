// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/actions.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QMenu>
#include <QMenuBar>

namespace btw::pages {

Actions::Actions(QObject* parent)
    : QObject(parent)
    , m_schemes(new QActionGroup(this))
{
    openFile = add("&Open data…", "Ctrl+O", "Opens an .npz file, a manifest.json or a .zip of a CSV folder.");
    openFolder
        = add("Open a &folder…", "Ctrl+Shift+O", "Opens a folder of CSV files with its manifest.json.");
    demoSentiment = add(
        "Try the &sentiment demo", "Ctrl+Shift+1", "Makes a cohort of opinions and trains on it at once.");
    demoLos = add("Try the &length-of-stay demo", "Ctrl+Shift+2",
        "Makes a cohort of hospital stays with missing modalities and trains on it at once.");
    quit = add("&Quit", "Ctrl+Q", "Stops the training after its batch, keeps its epochs, and closes.");
    goStart = add("&Start", "Ctrl+1", "Demos, your data, and what to train.");
    goTrain = add("&Train", "Ctrl+2", "The training under way, or the run that is open.");
    goRuns = add("&Run list", "Ctrl+L", "Moves the keyboard to the list of runs.");
    palette = add("&Find a command…", "Ctrl+K", "Lists every command; type to narrow it down.");
    pause = add("&Pause", "Ctrl+P", "Pauses the training after its batch; again to go on.");
    pause->setCheckable(true);
    stop = add("S&top", "Ctrl+.", "Stops the training after its batch; its epochs are kept.");
    openRun = add("&Open run", "Ctrl+Return", "Shows the selected run's charts and result.");
    resumeRun = add("&Resume run", "Ctrl+R", "Finishes a stopped or interrupted run from its last epoch.");
    removeRun = add("Re&move run…", "Ctrl+Backspace", "Deletes the selected run and its model files.");
    schemeSystem = addScheme("As the &desktop", "Light or dark as the desktop is.", widgets::Scheme::System);
    schemeLight = addScheme("&Light", "Dark text on light panels.", widgets::Scheme::Light);
    schemeDark = addScheme("D&ark", "Light text on dark panels.", widgets::Scheme::Dark);
    schemeHighContrast
        = addScheme("&High contrast", "The strongest contrast.", widgets::Scheme::HighContrast);
    about = add("&About BTW Workbench", "F1", "What this program is, its version and licence.");
    pause->setEnabled(false);
    stop->setEnabled(false);
    for (auto* action : { openRun, resumeRun, removeRun })
        action->setEnabled(false);
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
}

QAction* Actions::add(const char* text, const char* shortcut, const char* help)
{
    auto* action = new QAction(QString::fromUtf8(text), this);
    action->setShortcut(QKeySequence(QString::fromLatin1(shortcut)));
    action->setStatusTip(QString::fromUtf8(help));
    action->setToolTip(QString::fromUtf8(help));
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

void Actions::fill(QMenuBar* bar) const
{
    auto* file = bar->addMenu(QStringLiteral("&File"));
    file->addActions({ openFile, openFolder });
    file->addSeparator();
    file->addActions({ demoSentiment, demoLos });
    file->addSeparator();
    file->addAction(quit);
    bar->addMenu(QStringLiteral("&Go"))->addActions({ goStart, goTrain, goRuns, palette });
    auto* run = bar->addMenu(QStringLiteral("&Run"));
    run->addActions({ pause, stop });
    run->addSeparator();
    run->addActions({ openRun, resumeRun, removeRun });
    bar->addMenu(QStringLiteral("&View"))->addActions(m_schemes->actions());
    bar->addMenu(QStringLiteral("&Help"))->addAction(about);
}

} // namespace btw::pages
