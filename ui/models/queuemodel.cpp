// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/queuemodel.h"

#include "ui/widgets/navdelegate.h"

#include <algorithm>

namespace btw::models {

using widgets::NavDelegate;

QueueModel::QueueModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void QueueModel::setEntries(const std::vector<jobs::QueueEntry>& entries)
{
    if (entries == m_entries)
        return;
    if (entries.size() == m_entries.size()) {
        m_entries = entries;
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

const jobs::QueueEntry* QueueModel::entryAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() == 0
        || !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return nullptr;
    return &m_entries[static_cast<std::size_t>(index.row()) - 1];
}

QModelIndex QueueModel::indexOf(std::uint64_t ticket) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
        [&](const jobs::QueueEntry& entry) { return entry.ticket == ticket; });
    return found == m_entries.end() ? QModelIndex() : index(static_cast<int>(found - m_entries.begin()) + 1);
}

bool QueueModel::canCancel(const QModelIndex& index) const
{
    const auto* entry = entryAt(index);
    return entry && !entry->isRunning;
}

bool QueueModel::canMove(const QModelIndex& index, int by) const
{
    return canCancel(index) && canCancel(this->index(index.row() + by));
}

int QueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_entries.empty() ? 0 : static_cast<int>(m_entries.size()) + 1;
}

QString QueueModel::place(const QModelIndex& index) const
{
    if (entryAt(index)->isRunning)
        return tr("running");
    const int place = index.row() - (m_entries.front().isRunning ? 1 : 0);
    return place == 1 ? tr("next") : tr("place %1", "in the queue").arg(place);
}

QVariant QueueModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto* entry = entryAt(index);
    if (role == NavDelegate::SectionRole)
        return entry == nullptr;
    if (!entry) {
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return tr("Queue");
        return role == NavDelegate::DotRole ? QVariant(static_cast<int>(NavDelegate::Dot::None)) : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return entry->name;
    case NavDelegate::DetailRole:
        return place(index);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1, %2", "a training and its place in the queue").arg(entry->name, place(index));
    case NavDelegate::DotRole:
        return static_cast<int>(entry->isRunning ? NavDelegate::Dot::Running : NavDelegate::Dot::Waiting);
    default:
        return {};
    }
}

Qt::ItemFlags QueueModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return QAbstractListModel::flags(index);
    const auto flags = QAbstractListModel::flags(index) | Qt::ItemNeverHasChildren;
    return entryAt(index) ? flags : Qt::ItemFlags(Qt::ItemNeverHasChildren);
}

} // namespace btw::models
