// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparisoncells.h"

#include "engine/analysis/metricfacts.h"
#include "ui/models/words.h"
#include "ui/pages/compare/comparisonmodel.h"
#include "ui/widgets/typeset.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/jobs/subgroups.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>
#include <limits>

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

/// "2 seeds on each of 5 folds": what a figure is the mean of.
QString cellsOf(const ComparisonRow& row)
{
    const QString seeds = row.seeds == 1 ? Cells::tr("one seed") : Cells::tr("%1 seeds").arg(row.seeds);
    return row.folds > 1 ? Cells::tr("%1 on each of %2 folds").arg(seeds).arg(row.folds) : seeds;
}

QString pExplained(const ComparisonRow& row)
{
    const QString larger = Cells::tr("The larger of the bootstrap's p (%1) and that over folds (%2)")
                               .arg(pText(row.difference->p), pText(row.difference->tP));
    if (!row.model.placebo.empty())
        return Cells::tr("%1, not corrected: a shuffled modality answers no question.").arg(larger);
    if (!std::isfinite(row.adjustedP) && row.differsForNobody())
        return Cells::tr(
            "By this figure it does the same as the baseline for everybody: there is no difference "
            "to ask about.");
    if (!std::isfinite(row.adjustedP))
        return Cells::tr("%1, not corrected: without %2 it does not answer which system is best. Make the "
                         "model with everything the baseline to ask what each modality adds.")
            .arg(larger, jobs::listed(row.model.without));
    return Cells::tr("%1, corrected (Holm) for the number of models that answer the same question.")
        .arg(larger);
}

} // namespace

std::vector<RowWords> rowWords(const experiments::Comparison& comparison)
{
    std::vector<models::Interval> figures, differences;
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    for (const auto& row : comparison.rows) {
        figures.push_back({ row.mean, row.mean - row.std, row.mean + row.std });
        differences.push_back(row.difference
                ? models::Interval { row.difference->estimate, row.difference->low, row.difference->high }
                : models::Interval { kUnknown, kUnknown, kUnknown });
    }
    const auto spreads = models::spreadColumn(figures);
    const auto intervals = models::intervalColumn(differences);
    std::vector<RowWords> all;
    for (std::size_t i = 0; i < spreads.size(); ++i)
        all.push_back({ spreads[i], intervals[i] });
    return all;
}

QString cellOf(const ComparisonRow& row, const RowWords& words, const store::RunNote& note, int column)
{
    const auto* difference = row.difference ? &*row.difference : nullptr;
    switch (column) {
    case ComparisonModel::System:
        return (note.isStarred ? QStringLiteral("★ ") : QString()) + row.model.plainName();
    case ComparisonModel::Figure:
        return words.figure.mean;
    case ComparisonModel::Std:
        return std::isfinite(row.std) ? QStringLiteral("± ") + words.figure.std : QStringLiteral("–");
    case ComparisonModel::Cells:
        return row.folds > 1 ? Cells::tr("%1 × %2", "seeds x folds").arg(row.seeds).arg(row.folds)
                             : models::count(static_cast<std::int64_t>(row.seeds));
    case ComparisonModel::Difference:
        return difference == nullptr   ? QStringLiteral("–")
            : difference->estimate > 0 ? QStringLiteral("+") + words.difference.estimate
                                       : words.difference.estimate;
    case ComparisonModel::Interval: {
        if (row.isBaseline)
            return Cells::tr("baseline");
        if (difference == nullptr)
            return Cells::tr("cannot be paired");
        return Cells::tr("%1 to %2", "ends of an interval").arg(words.difference.low, words.difference.high);
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
        QStringList lines { row.model.plainName() }; // whole: the cell may have no room for it
        if (const QString title = experiments::titleOf(row.model); title != lines.front())
            lines << title;
        if (!row.model.isReference)
            lines << Cells::tr("In files and commands: %1").arg(row.model.fullName());
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
        return row.difference
            ? Cells::tr(
                "Its figure less the baseline's (of %1: %2), with a 95% interval over resamples of people: "
                "in these people, in these models. An interval that includes 0 cannot tell the two apart. "
                "Coloured where p, corrected, is at most 0.05.")
                  .arg(models::metricShort(row.metric), experiments::sense(row.metric))
            : QString();
    case ComparisonModel::P:
        return row.difference ? pExplained(row) : QString();
    default:
        return {};
    }
}

QString headOf(int column, const experiments::Comparison& comparison)
{
    const std::string metric = comparison.rows.empty() ? std::string() : comparison.rows.front().metric;
    switch (column) {
    case ComparisonModel::System:
        return Cells::tr("system");
    case ComparisonModel::Figure:
        return metric.empty() ? Cells::tr("figure") : models::metricShort(metric);
    case ComparisonModel::Std:
        return Cells::tr("std");
    case ComparisonModel::Published:
        return Cells::tr("published");
    case ComparisonModel::Cells:
        return Cells::tr("seeds × folds");
    case ComparisonModel::Difference:
        if (metric.empty() || analysis::isDescriptive(metric))
            return Cells::tr("difference");
        return analysis::lowerIsBetter(metric) ? Cells::tr("difference,\n− is better")
                                               : Cells::tr("difference,\n+ is better");
    case ComparisonModel::Interval:
        return Cells::tr("95%", "interval");
    case ComparisonModel::Forest:
        return analysis::isDescriptive(metric) ? Cells::tr("lower · higher") : Cells::tr("worse · better");
    case ComparisonModel::P:
        return experiments::foldsCompared(comparison) > 1 ? Cells::tr("p, other\ntraining people")
                                                          : Cells::tr("p, these\nmodels");
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

QString headTipOf(int column, const experiments::Comparison& comparison)
{
    switch (column) {
    case ComparisonModel::Interval:
    case ComparisonModel::Forest:
        return Cells::tr(
            "A 95% interval of the difference: the tested people are drawn again 10,000 times. It holds for "
            "these fitted models; models trained on other people could differ by more or less.");
    case ComparisonModel::P:
        return experiments::foldsCompared(comparison) > 1
            ? Cells::tr(
                "p asks whether the difference would hold with other training people, too: it is computed "
                "from how much the difference varies from fold to fold, is the larger of two tests, and is "
                "corrected for the number of questions. It can be large where the interval leaves out 0.")
            : Cells::tr(
                "On one split p is computed from the tested people alone, as the interval is, and is "
                "corrected for the number of questions. Folds would say what other training people give.");
    case ComparisonModel::Published:
        return Cells::tr(
            "As the paper gives it, on its own data: not measured here, and never part of a test.");
    default:
        return {};
    }
}

} // namespace btw::pages
