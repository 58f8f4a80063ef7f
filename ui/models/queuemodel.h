// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/queuegroups.h"

#include <QAbstractListModel>

#include <vector>

namespace btw::models {

/// The queue as the sidebar lists it, under its heading: what runs, then what waits, in order; an
/// experiment's trainings in one row. No rows, not even the heading, where there are none. Roles as of
/// widgets::NavDelegate.
class QueueModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit QueueModel(QObject* parent = nullptr);

    void setEntries(const std::vector<jobs::QueueEntry>& entries);
    /// Null for the heading.
    const QueueGroup* groupAt(const QModelIndex& index) const;
    QModelIndex indexOf(std::uint64_t ticket) const; ///< of the row that has it
    /// Whether some of it waits, so that it can be cancelled.
    bool canCancel(const QModelIndex& index) const;
    /// The tickets of what waits once the row has moved; empty where it cannot. \param by -1: one place up
    std::vector<std::uint64_t> orderAfter(const QModelIndex& index, int by) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    QString place(const QModelIndex& index) const; ///< "running", "next", "place 3"; "12 left"

    std::vector<jobs::QueueEntry> m_entries;
    std::vector<QueueGroup> m_groups; ///< of m_entries
};

} // namespace btw::models
