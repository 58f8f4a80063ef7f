// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/compare/comparisoncells.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/store/annotations.h"

#include <QAbstractTableModel>

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace btw::pages {

/// An interval and the scale of its column.
struct ForestBar
{
    double estimate = 0, low = 0, high = 0; ///< of the difference in the metric's own unit
    double from = 0, to = 0; ///< ends of the scale, which holds 0
    int verdict = 0; ///< 1: better, -1: worse, 0: may not be claimed (Holm's p)
    bool isBaseline = false;
    bool isKnown = false;
    bool isTurned = false; ///< lower is better: the signs here are not those of the table

    QString figure() const; ///< the estimate as the table has it, with its sign there
};

/// The systems of one metric of a comparison, a row each. Differences are of the metric itself: a positive
/// one is worse where lower is better; the forest's right side is always better.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        System,
        Figure,
        Std,
        Published,
        Cells,
        Difference,
        Interval,
        Forest,
        P,
        People,
        Tags,
        Note,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole, ///< a number or a text to sort by
        ForestRole, ///< ForestBar
        TitleRole, ///< its name in files and commands, dim beside its own
        RowRole ///< int: its place in the comparison
    };

    explicit ComparisonModel(QObject* parent = nullptr);

    void setComparison(
        experiments::Comparison comparison, const std::map<std::int64_t, store::RunNote>& notes);
    void clear();
    const experiments::Comparison& comparison() const { return m_comparison; }
    const experiments::ComparisonRow& rowAt(int row) const;
    int baselineRow() const; ///< -1: there is none
    store::RunNote noteOf(int row) const;
    void setNote(int row, const store::RunNote& note); ///< shown at once; kept by whoever hears noteChanged
    static std::vector<std::int64_t> runsOf(const experiments::Model& model); ///< that the store has
    QList<int> checkedRows() const; ///< in their order
    bool hasPublished() const; ///< whether a row has figures of a paper
    static QString columnId(int column); ///< by which the settings know it

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void checksChanged();
    void noteChanged(int row);

private:
    QVariant sortValue(const experiments::ComparisonRow& row, int place, int column) const;
    ForestBar forest(const experiments::ComparisonRow& row) const;
    QString cell(int row, int column) const;
    void measure();

    experiments::Comparison m_comparison;
    std::vector<store::RunNote> m_notes; ///< one a row
    std::vector<RowWords> m_words; ///< likewise
    std::set<QString> m_checked; ///< by full name: checks outlive a new metric or baseline
    std::vector<experiments::Standing> m_standings; ///< likewise
    double m_from = 0, m_to = 0;
};

} // namespace btw::pages

Q_DECLARE_METATYPE(btw::pages::ForestBar)
