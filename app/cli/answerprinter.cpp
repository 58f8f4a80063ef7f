// SPDX-License-Identifier: GPL-3.0-or-later
#include "answerprinter.h"

#include "words.h"

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/metrics.h"
#include "workspace/experiments/contributions.h"
#include "workspace/experiments/words.h"
#include "workspace/store/store.h"

#include <QJsonArray>

#include <cmath>
#include <map>

namespace btw::cli {

namespace {

QJsonObject addsLine(const experiments::Answer& answer, const analysis::Contribution& one, bool placebo)
{
    const auto& difference = one.difference;
    return { { QStringLiteral("event"), QStringLiteral("adds") },
        { QStringLiteral("modality"), text(one.modality) }, { QStringLiteral("metric"), text(answer.metric) },
        { QStringLiteral("diff"), jsonNumber(difference.estimate) },
        { QStringLiteral("ci_low"), jsonNumber(difference.low) },
        { QStringLiteral("ci_high"), jsonNumber(difference.high) },
        { QStringLiteral("p"), jsonNumber(difference.p) },
        { QStringLiteral("t_p"), jsonNumber(difference.tP) },
        { QStringLiteral("p_holm"), jsonNumber(one.adjustedP) },
        { QStringLiteral("verdict"), text(analysis::toString(one.verdict)) },
        { QStringLiteral("could_have_shown"), jsonNumber(one.couldHaveShown) },
        { QStringLiteral("n"), static_cast<qint64>(difference.n) },
        { QStringLiteral("people"), static_cast<qint64>(one.people) },
        { QStringLiteral("pairs"), static_cast<qint64>(difference.pairs) },
        { QStringLiteral("left_out"), static_cast<qint64>(difference.leftOut) },
        { QStringLiteral("placebo"), placebo } };
}

QString pText(double p) { return std::isnan(p) ? QStringLiteral("-") : QString::number(p, 'g', 2); }

void addRow(Table& table, const analysis::Contribution& one, const QString& name, bool judged)
{
    const auto& difference = one.difference;
    table.add({ name, experiments::withInterval(difference.estimate, difference.low, difference.high),
        pText(difference.p), pText(difference.tP), judged ? pText(one.adjustedP) : QString(),
        judged ? text(analysis::toString(one.verdict)) : QString() });
}

QJsonObject groupLine(const experiments::SubgroupContribution& one)
{
    return { { QStringLiteral("event"), QStringLiteral("adds_in") },
        { QStringLiteral("modality"), text(one.modality) }, { QStringLiteral("kind"), one.kind },
        { QStringLiteral("group"), one.group }, { QStringLiteral("metric"), text(one.metric) },
        { QStringLiteral("diff"), jsonNumber(one.difference.estimate) },
        { QStringLiteral("ci_low"), jsonNumber(one.difference.low) },
        { QStringLiteral("ci_high"), jsonNumber(one.difference.high) },
        { QStringLiteral("n"), static_cast<qint64>(one.difference.n) },
        { QStringLiteral("people"), static_cast<qint64>(one.difference.units) },
        { QStringLiteral("from_rest"), jsonNumber(one.fromRest.estimate) },
        { QStringLiteral("from_rest_low"), jsonNumber(one.fromRest.low) },
        { QStringLiteral("from_rest_high"), jsonNumber(one.fromRest.high) },
        { QStringLiteral("from_rest_p_holm"), jsonNumber(one.adjustedP) } };
}

/// Only where a group differs from the rest; the others stand in the JSON.
void printForWhom(const std::vector<experiments::SubgroupContribution>& groups, Console& console)
{
    std::size_t shown = 0;
    for (const auto& one : groups) {
        if (!(one.adjustedP <= 0.05))
            continue;
        ++shown;
        console.result(
            QStringLiteral("%1 adds %2 %3 for %4 (%5, %6 people), which differs from the rest (p %7).")
                .arg(text(one.modality),
                    experiments::withInterval(
                        one.difference.estimate, one.difference.low, one.difference.high),
                    text(one.metric), one.group, one.kind)
                .arg(one.difference.units)
                .arg(one.adjustedP, 0, 'g', 2));
    }
    if (!groups.empty())
        console.result(QStringLiteral("For whom: %1 of people looked at, %2 from the rest.")
                           .arg(counted(groups.size(), QStringLiteral("group"), QStringLiteral("groups")),
                               shown == 0 ? QStringLiteral("none clearly different")
                                          : QStringLiteral("%1 clearly different").arg(shown)));
}

/// Mean of the figure over the trainings with everything.
void printFigure(const store::Store& store, const store::ExperimentRecord& experiment,
    const std::string& metric, Console& console)
{
    std::map<std::int64_t, std::int64_t> lastRuns;
    for (const auto& training : store.trainings())
        lastRuns[training.id] = training.lastRun();
    std::vector<double> values;
    QString name;
    for (const auto& part : experiment.parts) {
        if (!part.without.empty() || !part.placebo.empty())
            continue;
        const auto run = store.run(lastRuns[part.trainingId]);
        if (!run || run->test.count(metric) == 0)
            continue;
        values.push_back(run->test.at(metric));
        name = run->model == QLatin1String("moe") ? run->model + QLatin1Char(' ') + run->variant : run->model;
    }
    const auto summary = analysis::meanAndStd(values);
    console.result(QStringLiteral("%1, test %2 over %3 trainings: mean %4, standard deviation %5")
                       .arg(name, text(metric))
                       .arg(summary.n)
                       .arg(figure(summary.mean), figure(summary.std)));
}

} // namespace

void printAnswer(const store::Store& store, std::int64_t experimentId, bool json, Console& console)
{
    const auto experiment = store.experiment(experimentId);
    const auto metric = experiment.definition.value(QStringLiteral("metric")).toString().toStdString();
    if (!json)
        printFigure(store, experiment, metric, console);
    if (experiment.definition.value(QStringLiteral("without")).toArray().isEmpty())
        return;
    const auto answer = experiments::answerOf(store, experiment);
    if (json) {
        for (const auto& one : answer.modalities)
            console.resultLine(addsLine(answer, one, false));
        for (const auto& one : answer.placebos)
            console.resultLine(addsLine(answer, one, true));
        for (const auto& one : experiments::forWhom(store, experiment))
            console.resultLine(groupLine(one));
        return;
    }
    Table table({ QStringLiteral("WITHOUT"),
        QStringLiteral("%1 WORSE BY (95% INTERVAL)").arg(text(metric).toUpper()), QStringLiteral("P"),
        QStringLiteral("P OF FOLDS"), QStringLiteral("P, HOLM"), QStringLiteral("VERDICT") });
    for (const auto& one : answer.modalities)
        addRow(table, one, text(one.modality), true);
    for (const auto& one : answer.placebos)
        addRow(table, one, QStringLiteral("%1, shuffled").arg(text(one.modality)), false);
    table.print(console);
    for (const auto& one : answer.modalities)
        console.result(
            experiments::sentenceOf(one, text(metric), analysis::lowerIsBetter(metric), answer.margin));
    QStringList dispensable;
    for (const auto& one : answer.modalities)
        if (one.verdict == analysis::Verdict::AsGoodWithout || one.verdict == analysis::Verdict::CannotTell)
            dispensable << text(one.modality).replace(QStringLiteral(" + "), QStringLiteral("+"));
    if (dispensable.size() > 1 && dispensable.size() < static_cast<qsizetype>(answer.modalities.size()))
        console.result(
            QStringLiteral("Each of these may stand in for another: ask what they add together with "
                           "--without %1.")
                .arg(dispensable.join(QLatin1Char('+'))));
    printForWhom(experiments::forWhom(store, experiment), console);
    console.result(
        QStringLiteral("In this model, beside the other modalities; intervals hold for these fitted "
                       "models."));
    const auto& first = answer.modalities.front().difference;
    if (first.leftOut > 0)
        console.message(
            QStringLiteral("warning: %1 of %2 folds lack a class among their test rows and are left "
                           "out.")
                .arg(first.leftOut)
                .arg(first.leftOut + first.pairs));
}

} // namespace btw::cli
