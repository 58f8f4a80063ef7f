// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/people.h"

#include <QAbstractTableModel>

#include <memory>
#include <string>
#include <vector>

namespace btw::pages {

/// Selected people: label, what both models say of each, and how much the model makes of each modality.
class SelectedModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Id, Label, Before, After, Change, Weights, ColumnCount };
    enum Role { SortRole = Qt::UserRole };

    explicit SelectedModel(QObject* parent = nullptr);

    /// \param rows places of the selected people among `change->people`
    void setPeople(std::shared_ptr<const experiments::PeopleChange> change, std::vector<std::size_t> rows);
    const experiments::PersonChange& personAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString display(const experiments::PersonChange& person, int column) const;

    std::shared_ptr<const experiments::PeopleChange> m_change;
    std::vector<std::size_t> m_rows;
};

/// A label as people read it: the class, or the number.
QString labelText(Task task, const std::vector<std::string>& classes, double label);

} // namespace btw::pages
