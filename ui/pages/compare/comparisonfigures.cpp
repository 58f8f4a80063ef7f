// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparisonfigures.h"

#include "engine/analysis/metricfacts.h"
#include "ui/models/words.h"
#include "workspace/jobs/systemnames.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ComparisonFigures)
};

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

QString counted(std::size_t count) { return models::count(static_cast<std::int64_t>(count)); }

/// Means over seeds are seldom whole.
QString rowsText(double rows) { return QString::number(rows, 'f', rows == std::round(rows) ? 0 : 1); }

QString signedRows(double rows)
{
    return (rows > 0 ? QStringLiteral("+") : QString())
        + rowsText(rows).replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

experiments::FigureData barsOf(const experiments::Comparison& comparison, const experiments::Study& study)
{
    auto facts = std::make_shared<experiments::StudyFacts>();
    facts->experiment = study.id.experiment;
    facts->split = study.id.split;
    facts->name = study.name;
    facts->rows
        = comparison.subgroup.isEmpty() ? QString::fromStdString(comparison.people) : comparison.subgroup;
    facts->models.reserve(comparison.rows.size());
    for (const auto& row : comparison.rows) {
        facts->metric = row.metric;
        facts->seeds = std::max(facts->seeds, row.seeds);
        facts->folds = std::max(facts->folds, row.folds);
        facts->n = std::max(facts->n, row.rows);
        facts->people = std::max(facts->people, row.people);
        if (!row.model.placebo.empty() || !std::isfinite(row.mean))
            continue;
        facts->models.push_back({ row.model.plainName(), row.model.fullName(), row.model.isReference, false,
            row.mean, row.std, kUnknown, kUnknown, row.seeds, row.folds, row.rows, row.people, {} });
    }
    facts->lowerIsBetter = analysis::lowerIsBetter(facts->metric);
    experiments::FigureData data;
    data.study = std::move(facts);
    data.source.data = study.data;
    data.source.looks = comparison.looks;
    data.source.run = study.name;
    return data;
}

models::CopyTable classTable(const experiments::PeopleChange& change)
{
    const bool isRegression = change.task == Task::Regression;
    const bool hasGroups = std::any_of(
        change.byLabel.begin(), change.byLabel.end(), [](const auto& one) { return one.people != one.rows; });
    std::size_t all = 0;
    for (const auto& one : change.byLabel)
        all += one.rows;
    models::CopyTable table;
    table.caption = classSentence(change);
    table.head = { isRegression ? Words::tr("label") : Words::tr("class") };
    // Without groups each row is a person; and it is people who may be too few to be counted.
    if (hasGroups)
        table.head << Words::tr("rows");
    table.head << Words::tr("people") << Words::tr("share");
    table.head << Words::tr("corrections") << Words::tr("mistakes") << Words::tr("net")
               << (isRegression ? Words::tr("nearer by") : Words::tr("log loss lower by"));
    for (const auto& one : change.byLabel) {
        const bool isShown = !one.isHidden && one.rows > 0;
        QStringList row { one.group };
        if (hasGroups)
            row << (isShown ? counted(one.rows) : QString());
        row << (one.isHidden && one.rows > 0 ? Words::tr("under 10") : counted(one.people))
            << (isShown
                       ? Words::tr("%1%", "a share")
                             .arg(100.0 * static_cast<double>(one.rows) / static_cast<double>(all), 0, 'f', 1)
                       : QString());
        if (isShown)
            row << rowsText(one.corrected) << rowsText(one.mistaken)
                << signedRows(one.corrected - one.mistaken) << models::signedNumber(one.change);
        while (row.size() < table.head.size())
            row << QString();
        table.rows << row;
    }
    return table;
}

QString classSentence(const experiments::PeopleChange& change)
{
    const QString model = change.model;
    const QString baseline = jobs::midSentence(change.baseline);
    return change.task == Task::Regression
        ? Words::tr(
            "%1 against %2, test rows by thirds of the label. A correction is nearer to the label than the "
            "baseline's prediction, a mistake is farther from it; the mean over repeats and seeds. Counted, "
            "not tested; fewer than 10 people are not shown.")
              .arg(model, baseline)
        : Words::tr(
            "%1 against %2, test rows by class. A correction is right where the baseline is wrong, a "
            "mistake the other way round; the mean over repeats and seeds. Counted, not tested; fewer than "
            "10 people are not shown.")
              .arg(model, baseline);
}

} // namespace btw::pages
