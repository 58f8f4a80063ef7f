// SPDX-License-Identifier: GPL-3.0-or-later
#include "predictionprinter.h"

#include "words.h"

#include "engine/analysis/metrics.h"
#include "workspace/experiments/words.h"
#include "workspace/store/probabilityjson.h"

#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace btw::cli {

namespace {

QJsonValue intervalOf(const analysis::Interval& interval)
{
    if (interval.n == 0)
        return QJsonValue();
    return QJsonObject { { QStringLiteral("value"), jsonNumber(interval.estimate) },
        { QStringLiteral("ci_low"), jsonNumber(interval.low) },
        { QStringLiteral("ci_high"), jsonNumber(interval.high) },
        { QStringLiteral("n"), static_cast<qint64>(interval.n) } };
}

QString withInterval(const analysis::Interval& interval)
{
    return std::isfinite(interval.low)
        ? experiments::withInterval(interval.estimate, interval.low, interval.high)
        : figure(interval.estimate);
}

/// Of a few people the predictions themselves.
void printFew(const data::Cohort& people, const predicting::PeoplePredictions& predictions, Console& console)
{
    constexpr std::size_t kFew = 5;
    if (people.size() > kFew)
        return;
    for (std::size_t i = 0; i < people.size(); ++i) {
        const float* row = predictions.model.row(i);
        QStringList parts;
        for (std::size_t k = 0; k < predictions.model.width; ++k)
            parts << (people.classes.empty() ? figure(static_cast<double>(row[k]))
                                             : QStringLiteral("%1 %2").arg(text(people.classes[k]),
                                                 figure(static_cast<double>(row[k]))));
        console.result(QStringLiteral("%1: %2").arg(text(people.ids[i]), parts.join(QStringLiteral(", "))));
    }
}

void printFigures(const predicting::External& external, Console& console)
{
    const bool isTwice = !external.recalibrated.empty();
    QStringList header { QStringLiteral("figure"), QStringLiteral("here"), QStringLiteral("95% interval") };
    if (isTwice)
        header << QStringLiteral("recalibrated");
    Table table(header);
    for (std::size_t i = 0; i < external.metrics.size(); ++i) {
        const auto& [name, interval] = external.metrics[i];
        QStringList cells { text(name), figure(interval.estimate),
            std::isfinite(interval.low)
                ? QStringLiteral("%1 to %2").arg(figure(interval.low), figure(interval.high))
                : QStringLiteral("-") };
        if (isTwice)
            cells << figure(external.recalibrated[i].second.estimate);
        table.add(cells);
    }
    table.print(console);
    if (isTwice)
        console.result(
            QStringLiteral("Recalibrated: with the intercept (%1) and slope (%2) of the logit that suit "
                           "these people best; the ranking does not change.")
                .arg(figure(external.recalibration.first), figure(external.recalibration.second)));
}

} // namespace

void printPredictionJson(const predicting::TrainedModel& model, const predicting::External& external,
    const data::Cohort& people, const predicting::PeoplePredictions& predictions, const QStringList& warnings,
    Console& console)
{
    QJsonObject metrics;
    for (const auto& [name, interval] : external.metrics)
        metrics.insert(text(name), intervalOf(interval));
    QJsonValue recalibrated;
    if (!external.recalibrated.empty()) {
        QJsonObject figures;
        for (const auto& [name, interval] : external.recalibrated)
            figures.insert(text(name), intervalOf(interval));
        recalibrated
            = QJsonObject { { QStringLiteral("intercept"), jsonNumber(external.recalibration.first) },
                  { QStringLiteral("slope"), jsonNumber(external.recalibration.second) },
                  { QStringLiteral("metrics"), figures } };
    }
    QJsonArray drift;
    for (const auto& one : external.differences)
        drift.append(QJsonObject { { QStringLiteral("modality"), text(one.modality) },
            { QStringLiteral("smd"), jsonNumber(one.smd) },
            { QStringLiteral("smd_error"), jsonNumber(one.smdError) },
            { QStringLiteral("feature"), text(one.feature) },
            { QStringLiteral("figure_here"), intervalOf(one.figureHere) },
            { QStringLiteral("figure_there"), jsonNumber(one.figureThere) } });
    const auto& shape = model.shape;
    const QString metric = text(analysis::primaryMetric(shape.task, shape.classes.size()));
    QJsonObject json { { QStringLiteral("metric"), metric },
        { QStringLiteral("figure_there"), jsonNumber(model.main.testFigure) },
        { QStringLiteral("n"), static_cast<qint64>(people.size()) },
        { QStringLiteral("labelled"), static_cast<qint64>(external.labelled) },
        { QStringLiteral("metrics"), metrics }, { QStringLiteral("recalibrated"), recalibrated },
        { QStringLiteral("drift"), drift },
        { QStringLiteral("warnings"), QJsonArray::fromStringList(warnings) } };
    if (external.labelled > 0 && people.task == Task::Classification) {
        const auto figures = store::probabilityJson(external.set, people.classes, predictions.model);
        for (auto figure = figures.begin(); figure != figures.end(); ++figure)
            json.insert(figure.key(), figure.value());
    }
    console.result(json);
}

void printPrediction(const predicting::TrainedModel& model, const predicting::External& external,
    const data::Cohort& people, const predicting::PeoplePredictions& predictions, Console& console)
{
    printFew(people, predictions, console);
    if (external.labelled > 0) {
        console.result(
            QStringLiteral("On %1 with a label:")
                .arg(counted(external.labelled, QStringLiteral("person"), QStringLiteral("people"))));
        printFigures(external, console);
        console.result(QString());
    }
    const std::string metric = analysis::primaryMetric(model.shape.task, model.shape.classes.size());
    console.result(
        QStringLiteral("What differs here, and the %1 of each model there (on its own test rows, a figure "
                       "that is uncertain, too) and here:")
            .arg(text(metric)));
    Table table({ QStringLiteral("modality"), QStringLiteral("most different"), QStringLiteral("by (SD)"),
        QStringLiteral("+- error"), QStringLiteral("there"), QStringLiteral("here") });
    const auto whole = std::find_if(external.metrics.begin(), external.metrics.end(),
        [&](const auto& one) { return one.first == metric; });
    table.add({ QStringLiteral("(the model)"), QStringLiteral("-"), QStringLiteral("-"), QStringLiteral("-"),
        figure(model.main.testFigure),
        whole == external.metrics.end() ? QStringLiteral("-") : withInterval(whole->second) });
    for (const auto& one : external.differences)
        table.add({ text(one.modality), one.feature.empty() ? QStringLiteral("-") : text(one.feature),
            figure(one.smd), figure(one.smdError), figure(one.figureThere),
            one.figureHere.n > 0 ? withInterval(one.figureHere) : QStringLiteral("-") });
    table.print(console);
}

} // namespace btw::cli
