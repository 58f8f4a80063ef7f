// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <QAbstractTableModel>

#include <vector>

namespace btw::models {

/// A cohort's modalities: name, kind, features, share of rows that have it.
class ModalitiesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Kind, Features, Present, ColumnCount };
    enum Role { ShareRole = Qt::UserRole }; ///< double 0..1, in column Present

    explicit ModalitiesModel(QObject* parent = nullptr);
    void setCohort(const data::Cohort& cohort);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        QString name, kind, features;
        double share = 0;
    };
    std::vector<Row> m_rows;
};

} // namespace btw::models
