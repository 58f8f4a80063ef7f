// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/comparisonrecords.h"

#include "workspace/experiments/experiment.h"
#include "workspace/io/tablewords.h"

#include <QJsonObject>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace btw::experiments {

using tablewords::csvCell;
using tablewords::jsonNumber;
using tablewords::text;

namespace {

QJsonArray namesJson(const std::vector<std::string>& names)
{
    QJsonArray list;
    for (const auto& name : names)
        list.append(text(name));
    return list;
}

QString full(double value) { return std::isfinite(value) ? QString::number(value, 'g', 17) : QString(); }

/// Tabs and line ends inside a cell of a table for pasting become blanks: there are no quotes.
QString lineOf(QStringList cells, QChar separator)
{
    static const QRegularExpression kBreaks(QStringLiteral("[\t\r\n]+"));
    for (auto& cell : cells)
        cell = separator == QLatin1Char(',') ? csvCell(cell) : cell.replace(kBreaks, QStringLiteral(" "));
    return cells.join(separator) + QLatin1Char('\n');
}

bool usesEvaluationLabels(const std::vector<Comparison>& comparisons)
{
    return std::any_of(comparisons.begin(), comparisons.end(), [](const Comparison& comparison) {
        return std::any_of(comparison.rows.begin(), comparison.rows.end(),
            [](const ComparisonRow& row) { return row.model.usesEvaluationLabels; });
    });
}

QJsonObject rowJson(const ComparisonRow& row, const std::string& people)
{
    QJsonArray runs;
    for (const auto& [cell, run] : row.model.runs)
        if (run > 0)
            runs.append(static_cast<qint64>(run));
    const auto numberOf = [](const auto& difference, auto member) {
        return difference ? jsonNumber((*difference).*member) : QJsonValue();
    };
    const auto number = [&](auto member) { return numberOf(row.difference, member); };
    const auto ratio = [&](auto member) { return numberOf(row.logVarianceRatio, member); };
    using Difference = analysis::FoldDifference;
    QJsonObject json { { QStringLiteral("runs"), runs }, { QStringLiteral("system"), row.model.system },
        { QStringLiteral("variant"), row.model.variant }, { QStringLiteral("settings"), row.model.settings },
        { QStringLiteral("modalities"), namesJson(row.model.modalities) },
        { QStringLiteral("without"),
            row.model.without.empty() ? QJsonValue() : QJsonValue(namesJson(row.model.without)) },
        { QStringLiteral("placebo"),
            row.model.placebo.empty() ? QJsonValue() : QJsonValue(text(row.model.placebo)) },
        { QStringLiteral("rows"), people.empty() ? QJsonValue() : QJsonValue(text(people)) },
        { QStringLiteral("metric"), text(row.metric) },
        { QStringLiteral("n_seeds"), static_cast<qint64>(row.seeds) },
        { QStringLiteral("folds"), static_cast<qint64>(row.folds) },
        { QStringLiteral("n"), static_cast<qint64>(row.rows) },
        { QStringLiteral("people"), static_cast<qint64>(row.people) },
        { QStringLiteral("mean"), jsonNumber(row.mean) }, { QStringLiteral("std"), jsonNumber(row.std) },
        { QStringLiteral("diff"), number(&Difference::estimate) },
        { QStringLiteral("ci_low"), number(&Difference::low) },
        { QStringLiteral("ci_high"), number(&Difference::high) },
        { QStringLiteral("p"), number(&Difference::p) }, { QStringLiteral("t_p"), number(&Difference::tP) },
        { QStringLiteral("p_holm"), row.difference ? jsonNumber(row.adjustedP) : QJsonValue() },
        { QStringLiteral("delong_p"), row.delongP ? jsonNumber(*row.delongP) : QJsonValue() },
        { QStringLiteral("pairs"),
            row.difference ? QJsonValue(static_cast<qint64>(row.difference->pairs)) : QJsonValue() },
        { QStringLiteral("left_out"), static_cast<qint64>(row.leftOut) },
        { QStringLiteral("log_variance_ratio"), ratio(&Difference::estimate) },
        { QStringLiteral("log_variance_ratio_low"), ratio(&Difference::low) },
        { QStringLiteral("log_variance_ratio_high"), ratio(&Difference::high) },
        { QStringLiteral("published"), false } };
    if (row.model.usesEvaluationLabels)
        json.insert(QStringLiteral("note"), QLatin1String(kEvaluationLabels));
    return json;
}

/// A time is of no people.
QJsonObject timeJson(const ComparisonRow& row, const std::string& people)
{
    QJsonObject json = rowJson(row, people);
    for (const char* key : { "n", "people" })
        json.insert(QLatin1String(key), QJsonValue());
    return json;
}

QJsonObject publishedJson(const PublishedRow& row)
{
    // As a row of its own, with what a paper does not say left open.
    ComparisonRow empty;
    empty.model.system = row.system;
    empty.model.variant = row.variant;
    empty.model.settings = row.settings;
    empty.metric = row.metric;
    empty.mean = row.mean;
    empty.std = row.std;
    QJsonObject json = rowJson(empty, {});
    for (const char* key : { "n_seeds", "folds", "n", "people", "modalities" })
        json.insert(QLatin1String(key), QJsonValue());
    json.insert(QStringLiteral("published"), true);
    json.insert(QStringLiteral("data"), row.data);
    json.insert(QStringLiteral("source"), row.source);
    return json;
}

} // namespace

QString separatedValues(const std::vector<Comparison>& comparisons, QChar separator)
{
    const bool hasNotes = usesEvaluationLabels(comparisons);
    QString out
        = lineOf(QStringLiteral("metric,system,variant,settings,modalities,without,placebo,n_seeds,folds,n,"
                                "people,mean,std,diff,ci_low,"
                                "ci_high,p_bootstrap,p_corrected_t,p_larger,p_holm,delong_p,log_variance_"
                                "ratio,log_variance_ratio_low,"
                                "log_variance_ratio_high,rows,published,data,source%1")
                     .arg(hasNotes ? QStringLiteral(",note") : QString())
                     .split(QLatin1Char(',')),
            separator);
    for (const auto& comparison : comparisons) {
        const auto add = [&](const ComparisonRow& row, bool isOfPeople) {
            const auto* difference = row.difference ? &*row.difference : nullptr;
            QStringList cells { text(row.metric), row.model.system, row.model.variant, row.model.settings,
                listed(row.model.modalities), listed(row.model.without), text(row.model.placebo),
                QString::number(row.seeds), QString::number(row.folds),
                isOfPeople ? QString::number(row.rows) : QString(),
                isOfPeople ? QString::number(row.people) : QString(), full(row.mean), full(row.std),
                difference ? full(difference->estimate) : QString(),
                difference ? full(difference->low) : QString(),
                difference ? full(difference->high) : QString(), difference ? full(difference->p) : QString(),
                difference ? full(difference->tP) : QString(),
                difference ? full(difference->largerP()) : QString(),
                difference ? full(row.adjustedP) : QString(), row.delongP ? full(*row.delongP) : QString() };
            using Difference = analysis::FoldDifference;
            for (const auto member : { &Difference::estimate, &Difference::low, &Difference::high })
                cells << (row.logVarianceRatio ? full((*row.logVarianceRatio).*member) : QString());
            cells << text(comparison.people) << QStringLiteral("false") << QString() << QString();
            if (hasNotes)
                cells << (row.model.usesEvaluationLabels ? QString::fromLatin1(kEvaluationLabels)
                                                         : QString());
            out += lineOf(cells, separator);
        };
        for (const auto& row : comparison.rows)
            add(row, true);
        for (const auto& row : comparison.times)
            add(row, false);
    }
    if (!comparisons.empty())
        for (const auto& row : comparisons.front().published) {
            QStringList cells { text(row.metric), row.system, row.variant, row.settings, {}, {}, {}, {}, {},
                {}, {}, full(row.mean), full(row.std), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                QStringLiteral("true"), row.data, row.source };
            if (hasNotes)
                cells << QString();
            out += lineOf(cells, separator);
        }
    return out.chopped(1);
}

QJsonArray comparisonJson(const std::vector<Comparison>& comparisons)
{
    QJsonArray list;
    for (const auto& comparison : comparisons) {
        for (const auto& row : comparison.rows)
            list.append(rowJson(row, comparison.people));
        for (const auto& row : comparison.times)
            list.append(timeJson(row, comparison.people));
    }
    if (!comparisons.empty())
        for (const auto& row : comparisons.front().published)
            list.append(publishedJson(row));
    return list;
}

} // namespace btw::experiments
