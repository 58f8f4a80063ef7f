// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/queuemodel.h"

#include "ui/widgets/navdelegate.h"

#include <algorithm>
#include <utility>

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
    auto groups = groupsOf(entries);
    if (groups.size() == m_groups.size()) {
        m_entries = entries;
        m_groups = std::move(groups);
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_entries = entries;
    m_groups = std::move(groups);
    endResetModel();
}

const QueueGroup* QueueModel::groupAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() == 0
        || !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return nullptr;
    return &m_groups[static_cast<std::size_t>(index.row()) - 1];
}

QModelIndex QueueModel::indexOf(std::uint64_t ticket) const
{
    const auto found = std::find_if(m_groups.begin(), m_groups.end(), [&](const QueueGroup& group) {
        return std::any_of(group.entries.begin(), group.entries.end(),
            [&](const jobs::QueueEntry& entry) { return entry.ticket == ticket; });
    });
    return found == m_groups.end() ? QModelIndex() : index(static_cast<int>(found - m_groups.begin()) + 1);
}

bool QueueModel::canCancel(const QModelIndex& index) const
{
    const auto* group = groupAt(index);
    return group && group->waiting() > 0;
}

std::vector<std::uint64_t> QueueModel::orderAfter(const QModelIndex& index, int by) const
{
    if (groupAt(index) == nullptr)
        return {};
    return orderAfterMove(m_groups, static_cast<std::size_t>(index.row()) - 1, by);
}

int QueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_groups.empty() ? 0 : static_cast<int>(m_groups.size()) + 1;
}

QString QueueModel::place(const QModelIndex& index) const
{
    const auto* group = groupAt(index);
    if (group->experimentId != 0)
        return tr("%n left", "trainings of an experiment", static_cast<int>(group->entries.size()));
    if (group->isRunning())
        return tr("running");
    std::size_t place = 0;
    for (const auto& entry : m_entries) {
        place += entry.isRunning ? 0 : 1;
        if (entry.ticket == group->entries.front().ticket)
            break;
    }
    return place == 1 ? tr("next") : tr("place %1", "in the queue").arg(place);
}

QVariant QueueModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto* group = groupAt(index);
    if (role == NavDelegate::SectionRole)
        return group == nullptr;
    if (!group) {
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return tr("Queue");
        return role == NavDelegate::DotRole ? QVariant(static_cast<int>(NavDelegate::Dot::None)) : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return group->name;
    case NavDelegate::DetailRole:
        return place(index);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1, %2", "a training and its place in the queue").arg(group->name, place(index));
    case NavDelegate::DotRole:
        return static_cast<int>(group->isRunning() ? NavDelegate::Dot::Running : NavDelegate::Dot::Waiting);
    default:
        return {};
    }
}

Qt::ItemFlags QueueModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return QAbstractListModel::flags(index);
    const auto flags = QAbstractListModel::flags(index) | Qt::ItemNeverHasChildren;
    return groupAt(index) ? flags : Qt::ItemFlags(Qt::ItemNeverHasChildren);
}

} // namespace btw::models
