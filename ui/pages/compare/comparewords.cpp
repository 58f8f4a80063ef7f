// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparewords.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "ui/models/words.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/overhead.h"
#include "workspace/experiments/words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using models::count;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(CompareWords)
};

std::int64_t signedSize(std::size_t n) { return static_cast<std::int64_t>(n); }

} // namespace

QString hiddenSentence(const experiments::Study& study)
{
    if (study.isOpen())
        return {};
    if (study.id.experiment == 0)
        return Words::tr("No training on this data has ended yet: there is nothing to compare.");
    return jobs::hiddenSentence(study.progress);
}

QString methodSentence(const experiments::Comparison& comparison, const std::string& primary)
{
    const auto found = std::find_if(
        comparison.rows.begin(), comparison.rows.end(), [](const auto& row) { return row.isBaseline; });
    if (found == comparison.rows.end())
        return {};
    QString words
        = Words::tr("Baseline: %1. A difference is paired by person; intervals by bootstrap over people; p "
                    "corrected over the models that answer the same question.")
              .arg(found->model.plainName());
    if (!primary.empty() && found->metric != primary)
        words
            = Words::tr("%1 is not the primary figure: exploratory. ").arg(models::metricShort(found->metric))
            + words;
    if (!comparison.subgroup.isEmpty())
        words = experiments::subgroupWarning(comparison.subgroup, comparison.chosenBy) + QLatin1Char(' ')
            + words;
    return words;
}

QString barsNote(const experiments::Comparison& comparison, experiments::Spread spread)
{
    using experiments::Spread;
    const auto& rows = comparison.rows;
    const auto hasSpread = [](const experiments::ComparisonRow& row) { return std::isfinite(row.std); };
    const bool any = std::any_of(rows.begin(), rows.end(), hasSpread);
    if (!any && spread == Spread::Seeds)
        return Words::tr(
            "No whiskers: with one seed nothing varies from seed to seed. Choose folds or people "
            "beside \"± over\".");
    if (!any)
        return Words::tr(
            "No whiskers: with one fold nothing varies from fold to fold. Choose people beside \"± "
            "over\".");
    QString words = spread == Spread::Seeds ? Words::tr("Whiskers: one standard deviation over seeds.")
        : spread == Spread::Folds
        ? Words::tr("Whiskers: one standard deviation over folds.")
        : Words::tr("Whiskers: one standard deviation over resamples of the tested people.");
    if (!std::all_of(rows.begin(), rows.end(), hasSpread))
        words += QLatin1Char(' ') + Words::tr("A bar without them was trained once.");
    return words + QLatin1Char(' ')
        + Words::tr("They say nothing about differences: those are paired, and are in the table with their "
                    "intervals.");
}

QString tableNote(const experiments::Comparison& comparison)
{
    QStringList parts;
    const auto folds = experiments::foldsCompared(comparison);
    if (folds > 0)
        parts << experiments::intervalAndP(folds);
    if (const auto times = experiments::timesSentence(comparison); !times.isEmpty())
        parts << times;
    QStringList published;
    for (const auto& one : comparison.published)
        if (!experiments::hasCell(comparison, one))
            published << Words::tr("%1: %2 %3", "a system, its metric and figure")
                             .arg(experiments::nameOf(one), models::metricShort(one.metric),
                                 experiments::publishedText(one));
    if (!published.isEmpty())
        parts << Words::tr("Published, and not in this table: %1.").arg(published.join(QStringLiteral("; ")));
    if (!comparison.leftOut.isEmpty())
        parts << comparison.leftOut;
    if (!comparison.sameForAll.isEmpty())
        parts << comparison.sameForAll;
    return parts.join(QLatin1Char(' '));
}

QString tableCaption(const experiments::Comparison& comparison, const QString& data)
{
    if (comparison.rows.empty())
        return data;
    const auto& row = comparison.rows.front();
    QStringList parts { data };
    if (!comparison.people.empty())
        parts << QString::fromStdString(comparison.people);
    const QString sense = analysis::isDescriptive(row.metric) ? Words::tr("1 or 0 is calibrated")
        : analysis::lowerIsBetter(row.metric)                 ? Words::tr("lower is better")
                                                              : Words::tr("higher is better");
    parts << Words::tr("%1, %2").arg(models::metricShort(row.metric), sense);
    std::size_t most = 0;
    for (const auto& one : comparison.rows)
        most = std::max(most, one.people);
    parts << Words::tr("%1 tested people", nullptr, models::plural(signedSize(most)))
                 .arg(count(signedSize(most)));
    return parts.join(QStringLiteral(" · "));
}

QString sideTitle(const experiments::PeopleChange& change)
{
    if (change.task == Task::Regression)
        return Words::tr("label");
    if (change.classes.size() == 2)
        return Words::tr("probability of %1, by %2")
            .arg(QString::fromStdString(change.classes[1]), change.baseline);
    return Words::tr("probability of the person's true class, by %1").arg(change.baseline);
}

} // namespace btw::pages
