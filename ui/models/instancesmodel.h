// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "ui/models/instanceorder.h"

#include <QAbstractTableModel>
#include <QThreadPool>

#include <atomic>
#include <memory>
#include <vector>

namespace btw::models {

/// Every instance of a cohort: id, split, label, group (if there are groups) and, for each modality, whether
/// it is there and with how many steps. Nothing is copied: rows point into the shared cohort. Beyond kAtOnce
/// instances, sorting and filtering are computed on another thread; the rows stay as they are until then.
class InstancesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        PresentRole = Qt::UserRole, ///< bool, in a modality's column; else invalid
        ModalityRole, ///< its index, likewise
        StepsRole, ///< qlonglong, where a modality with steps is present; else invalid
    };
    static constexpr std::size_t kAtOnce = 3000;

    explicit InstancesModel(QObject* parent = nullptr);
    ~InstancesModel() override;

    void setCohort(std::shared_ptr<const data::Cohort> cohort); ///< null: none. Clears order and filter.
    /// Words with blanks between, all of which must hold: `has:NAME` and `no:NAME` ask for a modality, any
    /// other word for a part of the id or group, or the beginning of the split's or the class's name.
    void setFilter(const QString& filter);
    void sort(int column, Qt::SortOrder order) override; ///< column -1: as the file has them

    const data::Cohort* cohort() const { return m_cohort.get(); }
    std::size_t instanceAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    bool isArranging() const { return m_arranging; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void arranged(); ///< rows are as asked for last

private:
    using Rows = std::vector<std::uint32_t>;
    InstanceQuery::Key keyOf(int column) const;
    std::size_t modalityOf(int column) const;
    std::vector<FilterTerm> termsOf(const QString& filter) const;
    void request();
    void apply(Rows rows);
    QVariant presence(std::size_t modality, std::size_t instance, int role) const;

    std::shared_ptr<const data::Cohort> m_cohort;
    Rows m_rows; ///< instances shown, in order
    InstanceQuery m_query;
    bool m_arranging = false;
    std::shared_ptr<std::atomic<std::uint64_t>> m_wanted; ///< number of the last request
    QThreadPool m_pool; ///< last, so that it has finished before the rest goes
};

/// "train", "validation", "test".
QString splitWord(Split split);

} // namespace btw::models
