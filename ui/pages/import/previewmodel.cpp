// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/previewmodel.h"

#include "ui/pages/import/importdraft.h"

namespace btw::pages {

namespace {
constexpr std::size_t kLongestCell = 400; // bytes shown of a cell; a cell may hold megabytes
}

PreviewModel::PreviewModel(const ImportDraft& draft, QObject* parent)
    : QAbstractTableModel(parent)
    , m_draft(draft)
{
    connect(&draft, &ImportDraft::changed, this, [this] {
        if (hasRoles() && columnCount() > 0) {
            Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
            if (rowCount() > 0)
                Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        }
    });
}

void PreviewModel::setTable(std::size_t table)
{
    beginResetModel();
    m_table = table;
    endResetModel();
}

void PreviewModel::reload() { setTable(0); }

bool PreviewModel::hasRoles() const { return m_table < m_draft.tables().size(); }

int PreviewModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_draft.preview())
        return 0;
    if (hasRoles())
        return static_cast<int>(m_draft.tables()[m_table].rows->rows.size());
    std::size_t rows = 0;
    for (const auto& array : m_draft.preview()->tables)
        rows += array.rows.rows.size();
    return static_cast<int>(rows);
}

int PreviewModel::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_draft.preview())
        return 0;
    if (hasRoles())
        return static_cast<int>(m_draft.tables()[m_table].rows->header.size());
    const auto& arrays = m_draft.preview()->tables;
    return arrays.empty() ? 0 : static_cast<int>(arrays.front().rows.header.size());
}

const std::string* PreviewModel::cell(int row, int column) const
{
    const auto at = static_cast<std::size_t>(column);
    const auto in
        = [at](const std::vector<std::string>& cells) { return at < cells.size() ? &cells[at] : nullptr; };
    auto wanted = static_cast<std::size_t>(row);
    if (hasRoles())
        return in(m_draft.tables()[m_table].rows->rows[wanted]);
    for (const auto& array : m_draft.preview()->tables) {
        if (wanted < array.rows.rows.size())
            return in(array.rows.rows[wanted]);
        wanted -= array.rows.rows.size();
    }
    return nullptr;
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == LeftOutRole)
        return headerData(index.column(), Qt::Horizontal, LeftOutRole);
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const std::string* text = cell(index.row(), index.column());
    if (!text)
        return {};
    QString shown
        = QString::fromUtf8(text->data(), static_cast<qsizetype>(std::min(text->size(), kLongestCell)));
    if (role == Qt::ToolTipRole)
        return shown.size() > 24 ? shown : QString(); // it may be cut in its cell
    return shown.replace(QLatin1Char('\n'), QLatin1Char(' '));
}

QString PreviewModel::roleWord(int column) const
{
    const auto& choice = m_draft.column(m_table, static_cast<std::size_t>(column));
    switch (choice.role) {
    case ColumnRole::Label:
        return tr("label", "role of a column");
    case ColumnRole::Id:
        return tr("id", "role of a column");
    case ColumnRole::Split:
        return tr("split", "role of a column");
    case ColumnRole::Group:
        return tr("group", "role of a column");
    case ColumnRole::Modality: {
        const QString name = QString::fromStdString(choice.modality);
        if (!choice.isCategory)
            return name;
        return choice.encoding == data::Encoding::Ordinal ? tr("%1, words in order").arg(name)
                                                          : tr("%1, words").arg(name);
    }
    case ColumnRole::Describe:
        return tr("description");
    case ColumnRole::Fixed:
        return tr("%1, as described").arg(QString::fromStdString(choice.modality));
    case ColumnRole::LeaveOut:
        break;
    }
    return tr("left out", "role of a column");
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (section < 0 || section >= columnCount())
        return {};
    const auto at = static_cast<std::size_t>(section);
    const QString name = hasRoles()
        ? QString::fromStdString(m_draft.tables()[m_table].rows->header[at])
        : QString::fromStdString(m_draft.preview()->tables.front().rows.header[at]);
    switch (role) {
    case Qt::DisplayRole:
        return name;
    case RoleWordRole:
        return hasRoles() ? roleWord(section) : QString();
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return hasRoles() ? tr("%1: %2", "a column and its role").arg(name, roleWord(section)) : name;
    case ModalityRole:
        return hasRoles() ? m_draft.modalityIndex(m_draft.column(m_table, at).modality) : -1;
    case LeftOutRole:
        return hasRoles() && m_draft.column(m_table, at).role == ColumnRole::LeaveOut;
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

} // namespace btw::pages
