// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparisonmodel.h"

#include "engine/analysis/contribution.h"
#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "ui/widgets/theme.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/people.h"

#include <QFont>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace btw::pages {

using experiments::ComparisonRow;

ComparisonModel::ComparisonModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void ComparisonModel::setComparison(
    experiments::Comparison comparison, const std::map<std::int64_t, store::RunNote>& notes)
{
    beginResetModel();
    m_comparison = std::move(comparison);
    m_notes.assign(m_comparison.rows.size(), {});
    for (std::size_t i = 0; i < m_notes.size(); ++i)
        for (const auto run : runsOf(m_comparison.rows[i].model))
            if (const auto found = notes.find(run); found != notes.end())
                m_notes[i] = found->second;
    m_words = rowWords(m_comparison);
    measure();
    endResetModel();
    Q_EMIT checksChanged();
}

void ComparisonModel::clear() { setComparison({}, {}); }

void ComparisonModel::measure()
{
    const auto& rows = m_comparison.rows;
    std::vector<QString> figures;
    figures.reserve(rows.size());
    for (const auto& words : m_words)
        figures.push_back(words.figure.mean);
    m_standings = experiments::standingsOf(rows, 0, rows.size(), figures);
    // The scale holds the intervals of all but those far away, such as the constant's: these point outwards.
    std::vector<double> reach;
    for (const auto& row : rows)
        if (row.difference && std::isfinite(row.difference->low) && std::isfinite(row.difference->high))
            reach.push_back(std::max(std::abs(row.difference->low), std::abs(row.difference->high)));
    std::sort(reach.begin(), reach.end());
    double widest = 0;
    constexpr double kFar = 3; // times the interval before it in size
    for (std::size_t i = 0; i < reach.size(); ++i)
        if (i == 0 || widest == 0 || reach[i] <= kFar * widest)
            widest = reach[i];
    m_from = -widest;
    m_to = widest;
}

const ComparisonRow& ComparisonModel::rowAt(int row) const
{
    return m_comparison.rows[static_cast<std::size_t>(row)];
}

bool ComparisonModel::hasPublished() const
{
    return std::any_of(m_comparison.rows.begin(), m_comparison.rows.end(), [this](const ComparisonRow& row) {
        return !experiments::publishedText(m_comparison, row).isEmpty();
    });
}

int ComparisonModel::baselineRow() const
{
    const auto found = std::find_if(m_comparison.rows.begin(), m_comparison.rows.end(),
        [](const ComparisonRow& row) { return row.isBaseline; });
    return found == m_comparison.rows.end() ? -1 : static_cast<int>(found - m_comparison.rows.begin());
}

std::vector<std::int64_t> ComparisonModel::runsOf(const experiments::Model& model)
{
    std::vector<std::int64_t> runs;
    for (const auto& [cell, run] : model.runs)
        if (run > 0)
            runs.push_back(run);
    return runs;
}

store::RunNote ComparisonModel::noteOf(int row) const { return m_notes[static_cast<std::size_t>(row)]; }

void ComparisonModel::setNote(int row, const store::RunNote& note)
{
    if (runsOf(rowAt(row).model).empty() || note == noteOf(row))
        return;
    m_notes[static_cast<std::size_t>(row)] = note;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    Q_EMIT noteChanged(row);
}

QList<int> ComparisonModel::checkedRows() const
{
    QList<int> rows;
    for (int row = 0; row < rowCount(); ++row)
        if (m_checked.count(rowAt(row).model.fullName()) != 0)
            rows << row;
    return rows;
}

QString ComparisonModel::columnId(int column)
{
    static const QStringList kIds { QStringLiteral("system"), QStringLiteral("figure"), QStringLiteral("std"),
        QStringLiteral("published"), QStringLiteral("cells"), QStringLiteral("difference"),
        QStringLiteral("interval"), QStringLiteral("forest"), QStringLiteral("p"), QStringLiteral("people"),
        QStringLiteral("tags"), QStringLiteral("note") };
    return kIds.value(column);
}

int ComparisonModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_comparison.rows.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags ComparisonModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == System ? flags | Qt::ItemIsUserCheckable : flags;
}

QString ForestBar::figure() const
{
    return (
        isTurned ? models::intervalWords(-estimate, -high, -low) : models::intervalWords(estimate, low, high))
        .estimate;
}

ForestBar ComparisonModel::forest(const ComparisonRow& row) const
{
    ForestBar bar;
    bar.from = m_from;
    bar.to = m_to;
    bar.isBaseline = row.isBaseline;
    if (!row.difference)
        return bar;
    // Right is better, whatever the metric's sense.
    const auto better = analysis::lowerIsBetter(row.metric) ? row.difference->reversed() : *row.difference;
    bar.isTurned = analysis::lowerIsBetter(row.metric);
    bar.estimate = better.estimate;
    bar.low = better.low;
    bar.high = better.high;
    bar.isKnown = std::isfinite(bar.low) && std::isfinite(bar.high);
    // Of people who were chosen by their errors or outcome nothing may be claimed.
    if (bar.isKnown && experiments::mayClaim(m_comparison.chosenBy) && !analysis::isDescriptive(row.metric)
        && row.adjustedP <= analysis::kClaim)
        bar.verdict = bar.low > 0 ? 1 : bar.high < 0 ? -1 : 0;
    return bar;
}

QString ComparisonModel::cell(int row, int column) const
{
    return cellOf(rowAt(row), m_words[static_cast<std::size_t>(row)], noteOf(row), column);
}

QVariant ComparisonModel::sortValue(const ComparisonRow& row, int place, int column) const
{
    const double undefined = std::numeric_limits<double>::quiet_NaN();
    switch (column) {
    case Figure:
        return row.mean;
    case Std:
        return row.std;
    case Cells:
        return static_cast<double>(row.seeds * row.folds);
    case Difference:
    case Interval:
        return row.difference ? row.difference->estimate : row.isBaseline ? 0 : undefined;
    case Forest:
        return row.isBaseline ? 0 : row.difference ? forest(row).estimate : undefined;
    case P:
        return row.difference ? row.adjustedP : undefined;
    case People:
        return static_cast<double>(row.people);
    case Published:
        return experiments::publishedText(m_comparison, row);
    default:
        return cell(place, column);
    }
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& row = rowAt(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return column == Published ? experiments::publishedText(m_comparison, row)
                                   : cell(index.row(), column);
    case Qt::ToolTipRole:
        return explanationOf(row, column);
    case Qt::AccessibleTextRole:
        return cell(index.row(), column == Forest ? int(Interval) : column);
    case Qt::TextAlignmentRole:
        return int((column == System || column >= Tags ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::CheckStateRole:
        if (column == System)
            return m_checked.count(row.model.fullName()) != 0 ? Qt::Checked : Qt::Unchecked;
        return {};
    case Qt::FontRole: {
        const auto standing = m_standings[static_cast<std::size_t>(index.row())];
        if (column != Figure || standing == experiments::Standing::None)
            return {};
        auto font = widgets::Theme::textFont();
        font.setBold(standing == experiments::Standing::Best);
        font.setUnderline(standing == experiments::Standing::Second);
        return font;
    }
    case SortRole:
        return sortValue(row, index.row(), column);
    case ForestRole:
        return column == Forest ? QVariant::fromValue(forest(row)) : QVariant();
    case TitleRole:
        return column == System && !row.model.isReference ? row.model.name() : QString();
    case RowRole:
        return index.row();
    default:
        return {};
    }
}

bool ComparisonModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || index.column() != System || role != Qt::CheckStateRole)
        return false;
    const QString name = rowAt(index.row()).model.fullName();
    if (value.toInt() == Qt::Checked)
        m_checked.insert(name);
    else
        m_checked.erase(name);
    Q_EMIT dataChanged(index, index, { Qt::CheckStateRole });
    Q_EMIT checksChanged();
    return true;
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(
            (section == System || section == Forest || section >= Tags ? Qt::AlignLeft : Qt::AlignRight)
            | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return headTipOf(section, m_comparison);
    return role == Qt::DisplayRole ? headOf(section, m_comparison) : QVariant();
}

} // namespace btw::pages
