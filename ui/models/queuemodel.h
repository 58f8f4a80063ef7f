// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/queueentry.h"

#include <QAbstractListModel>

#include <vector>

namespace btw::models {

/// The trainings of the queue as the sidebar lists them, under their heading: what runs, then what waits, in
/// order. No rows, not even the heading, where there are none. Roles as of widgets::NavDelegate.
class QueueModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit QueueModel(QObject* parent = nullptr);

    void setEntries(const std::vector<jobs::QueueEntry>& entries);
    /// Null for the heading.
    const jobs::QueueEntry* entryAt(const QModelIndex& index) const;
    QModelIndex indexOf(std::uint64_t ticket) const;
    /// Whether it waits, so that it can be cancelled.
    bool canCancel(const QModelIndex& index) const;
    /// \param by -1: one place up
    bool canMove(const QModelIndex& index, int by) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    QString place(const QModelIndex& index) const; ///< "running", "next", "place 3"

    std::vector<jobs::QueueEntry> m_entries;
};

} // namespace btw::models
