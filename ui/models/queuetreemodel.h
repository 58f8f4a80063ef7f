// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/queuegroups.h"

#include <QAbstractItemModel>

#include <vector>

namespace btw::models {

/// The queue with experiments as groups of their trainings: a name, and what it is at. What waits can be
/// dragged; the model asks for the new order and changes with the queue.
class QueueTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, StateColumn, ColumnCount };

    explicit QueueTreeModel(QObject* parent = nullptr);

    void setEntries(const std::vector<jobs::QueueEntry>& entries);
    const std::vector<QueueGroup>& groups() const { return m_groups; }
    /// Null for a group of an experiment.
    const jobs::QueueEntry* entryAt(const QModelIndex& index) const;
    const QueueGroup* groupAt(const QModelIndex& index) const; ///< that the row is, or is in
    bool isGroup(const QModelIndex& index) const; ///< an experiment, not one of its trainings
    /// What waits of the row: of a group, all that does.
    std::vector<std::uint64_t> ticketsAt(const QModelIndex& index) const;
    QModelIndex indexOf(std::uint64_t ticket) const; ///< of the training's row
    QModelIndex indexOfExperiment(std::int64_t experimentId) const; ///< of its first group

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
        const QModelIndex& parent) override;

Q_SIGNALS:
    void orderWanted(const std::vector<std::uint64_t>& tickets); ///< of all that waits

private:
    QString stateOf(const QModelIndex& index) const;

    std::vector<jobs::QueueEntry> m_entries;
    std::vector<QueueGroup> m_groups;
};

} // namespace btw::models
