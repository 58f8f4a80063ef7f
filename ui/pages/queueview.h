// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/queuemodel.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/queue.h"

#include <QWidget>

class QAction;
class QListView;

namespace btw::widgets {
class NavDelegate;
}

namespace btw::pages {

/// The section of the sidebar that shows the queue, with Cancel, Move up and Move down for what waits. Hidden
/// while it is empty.
class QueueView : public QWidget
{
    Q_OBJECT

public:
    /// \param queue outlives it
    explicit QueueView(jobs::Queue& queue, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    const models::QueueModel& model() const { return m_model; }
    QListView* list() const { return m_list; }

private:
    QAction* makeAction(const char* text, const QKeySequence& shortcut);
    void move(int by);
    void showEntries(const std::vector<jobs::QueueEntry>& entries);
    void updateActions();
    void askAt(const QPoint& at);

    jobs::Queue& m_queue;
    models::QueueModel m_model;
    widgets::NavDelegate* m_rows;
    QListView* m_list;
    QAction* m_up;
    QAction* m_down;
    QAction* m_cancel;
};

} // namespace btw::pages
