// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/subgroupsmodel.h"

#include "ui/models/words.h"

#include <algorithm>
#include <iterator>

namespace btw::models {

namespace {

QString balanceWords(std::int64_t balance)
{
    if (balance == 0)
        return QStringLiteral("0");
    return (balance > 0 ? QStringLiteral("+") : QStringLiteral("−"))
        + count(balance > 0 ? balance : -balance);
}

} // namespace

SubgroupsModel::SubgroupsModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void SubgroupsModel::setLines(const std::vector<jobs::SubgroupLine>& lines, const QString& heading)
{
    beginResetModel();
    m_lines.clear();
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(m_lines),
        [](const jobs::SubgroupLine& line) { return line.n > 0; });
    m_heading = heading;
    endResetModel();
}

bool SubgroupsModel::hasPeople() const
{
    return std::any_of(m_lines.begin(), m_lines.end(), [](const auto& line) { return line.people > 0; });
}

int SubgroupsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int SubgroupsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SubgroupsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(
            (index.column() == Group ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const auto& line = m_lines[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case Group:
        return QString::fromStdString(line.label);
    case Rows: // of data without groups each row is a person
        return !line.hidden ? count(line.n) : hasPeople() ? QStringLiteral("–") : tr("fewer than 10");
    case People:
        return line.hidden ? tr("fewer than 10") : line.people == 0 ? QString() : count(line.people);
    default:
        break;
    }
    if (line.hidden) // too few people: a figure would say more about them than about the model
        return QStringLiteral("–");
    switch (index.column()) {
    case Corrections:
        return count(line.corrections);
    case Mistakes:
        return count(line.mistakes);
    default:
        return balanceWords(line.corrections - line.mistakes);
    }
}

QVariant SubgroupsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == Group ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Group:
        return m_heading;
    case Rows:
        return hasPeople() ? tr("Test rows") : tr("People");
    case People:
        return tr("People");
    case Corrections:
        return tr("Corrected");
    case Mistakes:
        return tr("New mistakes");
    case Balance:
        return tr("Balance");
    default:
        return {};
    }
}

} // namespace btw::models
