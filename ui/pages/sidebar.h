// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QFrame>

class QListView;
class QStandardItemModel;

namespace btw::jobs {
class Queue;
}

namespace btw::widgets {
class NavDelegate;
}

namespace btw::pages {

class Actions;
class QueueView;
class StudiesList;

/// At the left: the pages, and below them the queue and the questions of the project.
class Sidebar : public QFrame
{
    Q_OBJECT

public:
    /// All but the parent outlive it.
    Sidebar(jobs::Queue& queue, const Actions& actions, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setPage(int page);
    StudiesList* studies() const { return m_studies; }

Q_SIGNALS:
    void pageChosen(int page);

private:
    QStandardItemModel* m_pagesModel;
    QListView* m_pages;
    QueueView* m_queue;
    StudiesList* m_studies;
    widgets::NavDelegate* m_pageRows;
    bool m_quiet = false; ///< a selection that the program makes, not the person
};

} // namespace btw::pages
