// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"

#include <QAbstractTableModel>

#include <vector>

namespace btw::models {

/// "For whom": corrections and new mistakes of the weighted model against its baseline, per class or
/// missingness pattern, with the number of test rows and people. Groups below 10 rows show no figures.
class SubgroupsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Group, Rows, People, Corrections, Mistakes, Balance, ColumnCount };

    explicit SubgroupsModel(QObject* parent = nullptr);
    /// `heading`: what the groups are ("Class", "Has"). Rows that hold no one are left out.
    void setLines(const std::vector<jobs::SubgroupLine>& lines, const QString& heading);
    const jobs::SubgroupLine& lineAt(int row) const { return m_lines[static_cast<std::size_t>(row)]; }
    bool hasPeople() const; ///< whether the column People says anything

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<jobs::SubgroupLine> m_lines;
    QString m_heading;
};

} // namespace btw::models
