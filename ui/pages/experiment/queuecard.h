// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/queuetreemodel.h"
#include "workspace/experiments/forecast.h"

#include <QFrame>
#include <QModelIndex>

#include <set>

class QAction;
class QKeySequence;
class QLabel;
class QPushButton;
class QTreeView;

namespace btw::jobs {
class Queue;
}

namespace btw::pages {

class Actions;

/// The queue, experiments as groups: what waits is moved by dragging or Alt with an arrow key, and cancelled.
class QueueCard : public QFrame
{
    Q_OBJECT

public:
    /// Both outlive it.
    QueueCard(jobs::Queue& queue, const Actions& actions, QWidget* parent = nullptr);

    models::QueueTreeModel& model() { return m_model; }
    QTreeView* view() const { return m_view; }
    QPushButton* cancelAll() const { return m_cancelAll; }
    /// How long what trains and waits will still take.
    void setLeft(const experiments::Forecast& left);
    QString hint() const;

private:
    QAction* makeAction(const char* text, const QKeySequence& shortcut);
    void buildLayout(QPushButton* pause);
    /// The row, or the last where there are fewer. \param groupRow of the group that it is in; -1: none
    QModelIndex nearest(int row, int groupRow) const;
    void move(int by);
    void cancel();
    void refresh();
    void showHint();
    void updateActions();
    void askAt(const QPoint& at);

    jobs::Queue& m_queue;
    models::QueueTreeModel m_model;
    std::set<std::int64_t> m_expanded; ///< experiments
    QString m_left; ///< setLeft() in words; empty: not known
    QTreeView* m_view;
    QLabel* m_hint;
    QPushButton* m_cancelAll;
    QAction* m_up;
    QAction* m_down;
    QAction* m_cancel;
};

} // namespace btw::pages
