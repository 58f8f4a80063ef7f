// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modalitiesmodel.h"

#include "ui/models/words.h"

#include <algorithm>

namespace btw::models {

namespace {

QString kindWord(data::ModalityKind kind)
{
    switch (kind) {
    case data::ModalityKind::Vector:
        return ModalitiesModel::tr("one row each");
    case data::ModalityKind::Sequence:
        return ModalitiesModel::tr("sequence");
    case data::ModalityKind::Series:
        break;
    }
    return ModalitiesModel::tr("series in time");
}

QString shareWords(double share)
{
    if (share >= 1)
        return ModalitiesModel::tr("everyone");
    // Never "100%" or "0%" while some lack it or have it.
    return ModalitiesModel::tr("%1%", "a share").arg(std::clamp(qRound(100 * share), share > 0 ? 1 : 0, 99));
}

} // namespace

ModalitiesModel::ModalitiesModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void ModalitiesModel::setCohort(const data::Cohort& cohort)
{
    beginResetModel();
    m_rows.clear();
    for (const auto& modality : cohort.modalities) {
        const auto have = std::count(modality.present.begin(), modality.present.end(), std::uint8_t { 1 });
        m_rows.push_back(
            { QString::fromStdString(modality.name), kindWord(modality.kind), count(modality.dims),
                modality.present.empty()
                    ? 0
                    : static_cast<double>(have) / static_cast<double>(modality.present.size()) });
    }
    endResetModel();
}

int ModalitiesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ModalitiesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ModalitiesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == ShareRole && index.column() == Present)
        return row.share;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(
            (index.column() == Name || index.column() == Kind ? Qt::AlignLeft : Qt::AlignRight)
            | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name:
        return row.name;
    case Kind:
        return row.kind;
    case Features:
        return row.features;
    default:
        return shareWords(row.share);
    }
}

QVariant ModalitiesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(
            (section == Name || section == Kind ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Modality");
    case Kind:
        return tr("Kind");
    case Features:
        return tr("Features");
    case Present:
        return tr("Who has it");
    default:
        return {};
    }
}

} // namespace btw::models
