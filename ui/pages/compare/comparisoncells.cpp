// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparisoncells.h"

#include "engine/analysis/metricfacts.h"
#include "ui/models/words.h"
#include "ui/pages/compare/comparisonmodel.h"
#include "ui/widgets/typeset.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/io/tablewords.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace btw::pages {

using experiments::ComparisonRow;

namespace {

class Cells
{
    Q_DECLARE_TR_FUNCTIONS(ComparisonCells)
};

QString typeset(const QString& text) { return widgets::typeset(text.toStdString()); }

QString pText(double p)
{
    return std::isfinite(p) ? typeset(QString::number(p, 'g', 2)) : QStringLiteral("–");
}

/// "+0.011": as many digits as the interval asks for.
QString signedEstimate(const analysis::FoldDifference& difference)
{
    const auto words = models::intervalWords(difference.estimate, difference.low, difference.high);
    return difference.estimate > 0 ? QStringLiteral("+") + words.estimate : words.estimate;
}

/// "2 seeds on each of 5 folds": what a figure is the mean of.
QString cellsOf(const ComparisonRow& row)
{
    const QString seeds = row.seeds == 1 ? Cells::tr("one seed") : Cells::tr("%1 seeds").arg(row.seeds);
    return row.folds > 1 ? Cells::tr("%1 on each of %2 folds").arg(seeds).arg(row.folds) : seeds;
}

} // namespace

QString cellOf(const ComparisonRow& row, const store::RunNote& note, int column)
{
    const auto* difference = row.difference ? &*row.difference : nullptr;
    switch (column) {
    case ComparisonModel::System:
        return (note.isStarred ? QStringLiteral("★ ") : QString()) + row.model.fullName();
    case ComparisonModel::Figure:
        return typeset(tablewords::figure(row.mean));
    case ComparisonModel::Std:
        return std::isfinite(row.std) ? QStringLiteral("± ") + typeset(tablewords::figure(row.std))
                                      : QStringLiteral("–");
    case ComparisonModel::Cells:
        return row.folds > 1 ? Cells::tr("%1 × %2", "seeds x folds").arg(row.seeds).arg(row.folds)
                             : models::count(static_cast<std::int64_t>(row.seeds));
    case ComparisonModel::Difference:
        return difference ? signedEstimate(*difference) : QStringLiteral("–");
    case ComparisonModel::Interval: {
        if (row.isBaseline)
            return Cells::tr("baseline");
        if (difference == nullptr)
            return Cells::tr("cannot be paired");
        const auto words = models::intervalWords(difference->estimate, difference->low, difference->high);
        return Cells::tr("%1 to %2", "ends of an interval").arg(words.low, words.high);
    }
    case ComparisonModel::P:
        return difference ? pText(row.adjustedP) : QStringLiteral("–");
    case ComparisonModel::People:
        return models::count(static_cast<std::int64_t>(row.people));
    case ComparisonModel::Tags:
        return note.tags.join(QStringLiteral(", "));
    case ComparisonModel::Note:
        return note.text;
    default:
        return {};
    }
}

QString explanationOf(const ComparisonRow& row, int column)
{
    const QString metric = models::metricName(row.metric);
    switch (column) {
    case ComparisonModel::System: {
        QStringList lines { experiments::titleOf(row.model) };
        if (!row.model.modalities.empty()) {
            QStringList names;
            for (const auto& name : row.model.modalities)
                names << QString::fromStdString(name);
            lines << Cells::tr("Uses %1.").arg(models::joined(names));
        }
        return lines.join(QLatin1Char('\n'));
    }
    case ComparisonModel::Figure:
    case ComparisonModel::Std:
        return Cells::tr("%1 on %2, the mean of %3; %4.")
            .arg(models::capitalised(metric),
                models::rowsOfPeople(static_cast<std::int64_t>(row.rows),
                    row.people == row.rows ? 0 : static_cast<std::int64_t>(row.people)),
                cellsOf(row), experiments::sense(row.metric));
    case ComparisonModel::Difference:
    case ComparisonModel::Interval:
    case ComparisonModel::Forest:
        return row.difference ? Cells::tr(
                   "Its figure less the baseline's, with a 95% interval over resamples of people: in these "
                   "people, in these models. An interval that includes 0 cannot tell the two apart. "
                   "Coloured where p, corrected, is at most 0.05.")
                              : QString();
    case ComparisonModel::P:
        return row.difference
            ? Cells::tr("The larger of the bootstrap's p (%1) and that over folds (%2), corrected "
                        "by Holm over this table.")
                  .arg(pText(row.difference->p), pText(row.difference->tP))
            : QString();
    default:
        return {};
    }
}

QString headOf(int column, const std::string& metric)
{
    switch (column) {
    case ComparisonModel::System:
        return Cells::tr("system");
    case ComparisonModel::Figure:
        return metric.empty() ? Cells::tr("figure") : models::metricShort(metric);
    case ComparisonModel::Std:
        return Cells::tr("std");
    case ComparisonModel::Cells:
        return Cells::tr("seeds × folds");
    case ComparisonModel::Difference:
        return Cells::tr("difference");
    case ComparisonModel::Interval:
        return Cells::tr("95%", "interval");
    case ComparisonModel::Forest:
        return analysis::isDescriptive(metric) ? Cells::tr("lower · higher") : Cells::tr("worse · better");
    case ComparisonModel::P:
        return Cells::tr("p, Holm");
    case ComparisonModel::People:
        return Cells::tr("people");
    case ComparisonModel::Tags:
        return Cells::tr("tags");
    case ComparisonModel::Note:
        return Cells::tr("note");
    default:
        return {};
    }
}

} // namespace btw::pages
