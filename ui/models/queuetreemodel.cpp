// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/queuetreemodel.h"

#include <QMimeData>
#include <QStringList>

#include <algorithm>

namespace btw::models {

namespace {

const QString kTickets = QStringLiteral("application/x-btw-queue-tickets");

/// Of a child: the group's row and 1; of a group: 0.
constexpr quintptr kTop = 0;

bool sameShape(const std::vector<QueueGroup>& a, const std::vector<QueueGroup>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.experimentId == y.experimentId && x.entries.size() == y.entries.size();
    });
}

} // namespace

QueueTreeModel::QueueTreeModel(QObject* parent)
    : QAbstractItemModel(parent)
{
}

void QueueTreeModel::setEntries(const std::vector<jobs::QueueEntry>& entries)
{
    if (entries == m_entries)
        return;
    auto groups = groupsOf(entries);
    if (!sameShape(groups, m_groups)) {
        beginResetModel();
        m_entries = entries;
        m_groups = std::move(groups);
        endResetModel();
        return;
    }
    m_entries = entries;
    m_groups = std::move(groups);
    if (m_groups.empty())
        return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    for (int row = 0; row < rowCount(); ++row)
        if (const auto top = index(row, 0); rowCount(top) > 0)
            Q_EMIT dataChanged(index(0, 0, top), index(rowCount(top) - 1, ColumnCount - 1, top));
}

bool QueueTreeModel::isGroup(const QModelIndex& index) const
{
    const auto* group = groupAt(index);
    return group != nullptr && index.internalId() == kTop && group->experimentId != 0;
}

const QueueGroup* QueueTreeModel::groupAt(const QModelIndex& index) const
{
    if (!index.isValid())
        return nullptr;
    const auto row
        = index.internalId() == kTop ? static_cast<std::size_t>(index.row()) : index.internalId() - 1;
    return row < m_groups.size() ? &m_groups[row] : nullptr;
}

const jobs::QueueEntry* QueueTreeModel::entryAt(const QModelIndex& index) const
{
    const auto* group = groupAt(index);
    if (group == nullptr || isGroup(index))
        return nullptr;
    return index.internalId() == kTop ? &group->entries.front()
                                      : &group->entries[static_cast<std::size_t>(index.row())];
}

std::vector<std::uint64_t> QueueTreeModel::ticketsAt(const QModelIndex& index) const
{
    std::vector<std::uint64_t> tickets;
    if (isGroup(index)) {
        for (const auto& entry : groupAt(index)->entries)
            if (!entry.isRunning)
                tickets.push_back(entry.ticket);
    } else if (const auto* entry = entryAt(index); entry && !entry->isRunning) {
        tickets.push_back(entry->ticket);
    }
    return tickets;
}

QModelIndex QueueTreeModel::indexOf(std::uint64_t ticket) const
{
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        const auto& entries = m_groups[g].entries;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (entries[i].ticket != ticket)
                continue;
            const auto top = index(static_cast<int>(g), 0);
            return m_groups[g].experimentId == 0 ? top : index(static_cast<int>(i), 0, top);
        }
    }
    return {};
}

QModelIndex QueueTreeModel::indexOfExperiment(std::int64_t experimentId) const
{
    for (std::size_t g = 0; g < m_groups.size(); ++g)
        if (m_groups[g].experimentId == experimentId && experimentId != 0)
            return index(static_cast<int>(g), 0);
    return {};
}

QModelIndex QueueTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : kTop);
}

QModelIndex QueueTreeModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == kTop)
        return {};
    return createIndex(static_cast<int>(index.internalId()) - 1, 0, kTop);
}

int QueueTreeModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (parent.column() != 0 || !isGroup(parent))
        return 0;
    return static_cast<int>(groupAt(parent)->entries.size());
}

int QueueTreeModel::columnCount(const QModelIndex& /*parent*/) const { return ColumnCount; }

QString QueueTreeModel::stateOf(const QModelIndex& index) const
{
    const auto* entry = entryAt(index);
    if (entry == nullptr) {
        const auto* group = groupAt(index);
        const int left = static_cast<int>(group->entries.size());
        return group->isRunning() ? tr("running, %n left", nullptr, left) : tr("%n waiting", nullptr, left);
    }
    if (entry->isRunning)
        return tr("running");
    std::size_t place = 0;
    for (const auto& other : m_entries) {
        place += other.isRunning ? 0 : 1;
        if (other.ticket == entry->ticket)
            break;
    }
    return place == 1 ? tr("next") : tr("place %1", "in the queue").arg(place);
}

QVariant QueueTreeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto* entry = entryAt(index);
    const auto* group = entry ? nullptr : groupAt(index);
    if (entry == nullptr && group == nullptr)
        return {};
    const QString name = entry ? entry->name : group->name;
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == NameColumn ? name : stateOf(index);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1, %2", "a training and its place in the queue").arg(name, stateOf(index));
    case Qt::TextAlignmentRole:
        return index.column() == StateColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default:
        return {};
    }
}

QVariant QueueTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("training") : tr("state");
}

Qt::ItemFlags QueueTreeModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    auto flags = QAbstractItemModel::flags(index);
    if (!ticketsAt(index).empty())
        flags |= Qt::ItemIsDragEnabled;
    return isGroup(index) ? flags | Qt::ItemIsDropEnabled : flags;
}

QStringList QueueTreeModel::mimeTypes() const { return { kTickets }; }

QMimeData* QueueTreeModel::mimeData(const QModelIndexList& indexes) const
{
    QStringList tickets;
    for (const auto& index : indexes)
        if (index.column() == NameColumn)
            for (const auto ticket : ticketsAt(index))
                tickets << QString::number(ticket);
    auto* data = new QMimeData;
    data->setData(kTickets, tickets.join(QLatin1Char(' ')).toLatin1());
    return data;
}

bool QueueTreeModel::dropMimeData(
    const QMimeData* data, Qt::DropAction action, int row, int /*column*/, const QModelIndex& parent)
{
    if (action != Qt::MoveAction || !data->hasFormat(kTickets))
        return false;
    std::vector<std::uint64_t> moved;
    for (const auto& word : data->data(kTickets).split(' '))
        moved.push_back(word.toULongLong());
    // Between two rows, or onto a group: before what is there.
    std::uint64_t before = 0;
    if (row < 0) {
        if (const auto* group = groupAt(parent); group != nullptr)
            before = group->entries.front().ticket;
    } else if (const auto at = index(row, 0, parent); at.isValid()) {
        const auto* group = isGroup(at) ? groupAt(at) : nullptr;
        const auto* entry = group ? nullptr : entryAt(at);
        before = group ? group->entries.front().ticket : entry ? entry->ticket : 0;
    }
    Q_EMIT orderWanted(orderAfterDrop(m_entries, moved, before));
    return false; // the queue's new order comes back by setEntries()
}

} // namespace btw::models
