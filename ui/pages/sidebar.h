// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QFrame>

class QListView;
class QStandardItemModel;

namespace btw::models {
class RunsModel;
}

namespace btw::jobs {
class Queue;
}

namespace btw::widgets {
class NavDelegate;
}

namespace btw::pages {

class Actions;
class QueueView;

/// At the left: the pages, and below them the queue and the runs of the project.
class Sidebar : public QFrame
{
    Q_OBJECT

public:
    /// All but the parent outlive it.
    Sidebar(models::RunsModel& runs, jobs::Queue& queue, const Actions& actions, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setPage(int page);
    void showRun(qint64 runId); ///< selects it, without opening it
    qint64 selectedRun() const; ///< 0: none
    void focusRuns();

Q_SIGNALS:
    void pageChosen(int page);
    void runOpened(qint64 runId);
    void selectedRunChanged(qint64 runId);

private:
    void keepSelection();

    models::RunsModel& m_model;
    QStandardItemModel* m_pagesModel;
    QListView* m_pages;
    QueueView* m_queue;
    QListView* m_runs;
    widgets::NavDelegate* m_pageRows;
    widgets::NavDelegate* m_runRows;
    qint64 m_selected = 0;
    bool m_quiet = false; ///< a selection that the program makes, not the person
};

} // namespace btw::pages
