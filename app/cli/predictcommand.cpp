// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"
#include "words.h"

#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/io/newpeople.h"
#include "workspace/io/summary.h"
#include "workspace/predicting/differences.h"
#include "workspace/predicting/modelfile.h"
#include "workspace/store/store.h"

#include <QFileInfo>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <unordered_set>

namespace btw::cli {

namespace {

constexpr int kDifferenceWorthSaying = 3; ///< times its sampling error

/// A model and, where it comes from one, its store.
struct Source
{
    predicting::TrainedModel model;
    std::unique_ptr<store::Store> store;
    std::int64_t run = 0;
};

Source sourceOf(const Arguments& arguments)
{
    Source source;
    const auto from = arguments.value(QStringLiteral("from"));
    const auto storePath = arguments.value(QStringLiteral("store"));
    const auto run = arguments.value(QStringLiteral("run"));
    if (from.has_value() == (storePath || run) || storePath.has_value() != run.has_value())
        throw Error("Say which model predicts: --store S --run RUN, or --from M.btwm.");
    if (from) {
        source.model = predicting::readModelFile(*from);
        return source;
    }
    source.store = std::make_unique<store::Store>(*storePath, store::Store::Mode::Existing);
    source.run = runNamed(*source.store, *run);
    source.model = predicting::modelOf(*source.store, source.run);
    return source;
}

/// People of whom the model may have seen the very rows: figures on them would say nothing.
std::optional<QString> seenBefore(const Source& source, const data::Cohort& people)
{
    if (!source.store)
        return std::nullopt;
    const auto cohort = source.store->cohort(source.store->run(source.run)->cohortId);
    std::unordered_set<std::string> known;
    for (std::size_t i = 0; i < cohort.size(); ++i)
        if (cohort.splits[i] != Split::Test)
            known.insert(cohort.ids[i]);
    const auto count = static_cast<std::size_t>(std::count_if(
        people.ids.begin(), people.ids.end(), [&](const std::string& id) { return known.contains(id); }));
    if (count == 0)
        return std::nullopt;
    return QStringLiteral(
        "%1 of %2 have the id of somebody whom the model was trained on: if they are the same "
        "people, figures on them say nothing about new ones.")
        .arg(count)
        .arg(counted(people.size(), QStringLiteral("person"), QStringLiteral("people")));
}

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
        ? QStringLiteral("%1 (%2 to %3)")
              .arg(figure(interval.estimate), figure(interval.low), figure(interval.high))
        : figure(interval.estimate);
}

void printJson(
    const predicting::External& external, const QStringList& warnings, std::size_t n, Console& console)
{
    QJsonObject metrics;
    for (const auto& [name, interval] : external.metrics)
        metrics.insert(text(name), intervalOf(interval));
    QJsonArray drift;
    for (const auto& one : external.differences)
        drift.append(QJsonObject { { QStringLiteral("modality"), text(one.modality) },
            { QStringLiteral("smd"), jsonNumber(one.smd) },
            { QStringLiteral("smd_error"), jsonNumber(one.smdError) },
            { QStringLiteral("feature"), text(one.feature) },
            { QStringLiteral("figure_here"), intervalOf(one.figureHere) },
            { QStringLiteral("figure_there"), jsonNumber(one.figureThere) } });
    console.result(QJsonObject { { QStringLiteral("n"), static_cast<qint64>(n) },
        { QStringLiteral("labelled"), static_cast<qint64>(external.labelled) },
        { QStringLiteral("metrics"), metrics }, { QStringLiteral("drift"), drift },
        { QStringLiteral("warnings"), QJsonArray::fromStringList(warnings) } });
}

void printTables(const predicting::External& external, const data::CohortShape& shape, Console& console)
{
    if (external.labelled > 0) {
        console.result(
            QStringLiteral("On %1 with a label:")
                .arg(counted(external.labelled, QStringLiteral("person"), QStringLiteral("people"))));
        Table table({ QStringLiteral("figure"), QStringLiteral("here"), QStringLiteral("95% interval") });
        for (const auto& [name, interval] : external.metrics)
            table.add({ text(name), figure(interval.estimate),
                std::isfinite(interval.low)
                    ? QStringLiteral("%1 to %2").arg(figure(interval.low), figure(interval.high))
                    : QStringLiteral("-") });
        table.print(console);
        console.result(QString());
    }
    const QString primary = text(analysis::primaryMetric(shape.task, shape.classes.size()));
    console.result(QStringLiteral("What differs here:"));
    Table table({ QStringLiteral("modality"), QStringLiteral("most different"), QStringLiteral("by (SD)"),
        QStringLiteral("+- error"), primary + QStringLiteral(" there"), primary + QStringLiteral(" here") });
    for (const auto& one : external.differences)
        table.add({ text(one.modality), one.feature.empty() ? QStringLiteral("-") : text(one.feature),
            figure(one.smd), figure(one.smdError), figure(one.figureThere),
            one.figureHere.n > 0 ? withInterval(one.figureHere) : QStringLiteral("-") });
    table.print(console);
}

QStringList warningsOf(const predicting::PeoplePredictions& predictions, const predicting::External& external)
{
    QStringList warnings;
    const auto none = [](const std::vector<std::uint8_t>& marks) {
        return static_cast<std::size_t>(std::count(marks.begin(), marks.end(), 0));
    };
    if (const auto count = none(predictions.knownPattern); count > 0)
        warnings << QStringLiteral("%1 a combination of modalities that nobody in training had: their "
                                   "weights began equal.")
                        .arg(counted(count, QStringLiteral("person has"), QStringLiteral("people have")));
    if (const auto count = none(predictions.settled); count > 0)
        warnings << QStringLiteral("The weights of %1 did not settle (column settled is 0).")
                        .arg(counted(count, QStringLiteral("person"), QStringLiteral("people")));
    for (const auto& one : external.differences)
        if (std::abs(one.smd) > 0.5 && std::abs(one.smd) > kDifferenceWorthSaying * one.smdError)
            warnings << QStringLiteral("modality %1: %2 differs from the training rows by %3 standard "
                                       "deviations.")
                            .arg(text(one.modality), text(one.feature), figure(one.smd));
    return warnings;
}

int predict(const Arguments& arguments, Console& console)
{
    const QString path = arguments.positional(0).value_or(QString());
    const QString out = arguments.required(QStringLiteral("out"));
    Source source = sourceOf(arguments);
    if (source.store)
        keepStore(*source.store, out);
    auto read = io::readNewPeople(path, source.model.shape);
    QStringList warnings;
    for (const io::Problem& problem : read.problems) {
        console.message(io::problemLine(problem));
        if (problem.severity == data::Severity::Warning)
            warnings << text(problem.where + ": " + problem.what);
    }
    if (!read.cohort)
        return kUnusable;
    const auto& people = *read.cohort;
    const auto predictions = predicting::predictPeople(source.model, people, systems::builtinSystems());
    const auto external = predicting::judge(source.model, people, predictions);
    auto found = warningsOf(predictions, external);
    if (const auto seen = seenBefore(source, people))
        found << *seen;
    for (const QString& warning : found)
        console.message(QStringLiteral("warning: ") + warning);
    warnings << found;
    if (source.store && external.labelled > 0)
        source.store->recordLook(
            { source.run }, static_cast<std::int64_t>(external.labelled), QStringLiteral("predict"));
    writeWhole(out, predicting::predictionsCsv(people, predictions));
    console.message(QStringLiteral("Wrote %1: predictions of %2 for %3.")
                        .arg(out, source.model.name,
                            counted(people.size(), QStringLiteral("person"), QStringLiteral("people"))));
    if (arguments.has(QStringLiteral("json")))
        printJson(external, warnings, people.size(), console);
    else
        printTables(external, source.model.shape, console);
    return kDone;
}

int exportModel(const Arguments& arguments, Console& console)
{
    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    const auto run = runNamed(store, arguments.required(QStringLiteral("run")));
    const QString out = arguments.required(QStringLiteral("out"));
    keepStore(store, out);
    auto model = predicting::modelOf(store, run);
    if (arguments.has(QStringLiteral("private"))) {
        if (predicting::makePrivate(model))
            console.message(QStringLiteral(
                "warning: the weights of new people will differ from this store's: one variance "
                "stands for everybody in place of that of the nearest validation rows."));
    } else if (predicting::tellsValidationLabels(model)) {
        console.message(QStringLiteral(
            "warning: the file holds the prediction and squared residual of each validation row, without "
            "ids. Their labels can be derived from these; --private leaves them out."));
    }
    predicting::writeModelFile(model, out);
    console.message(QStringLiteral("Wrote %1: %2, and no row that it was trained on.").arg(out, model.name));
    return kDone;
}

} // namespace

Command predictCommand()
{
    return { QStringLiteral("predict"),
        QStringLiteral("Predict people whom a finished run never saw; with labels, say how well."),
        { { QStringLiteral("DATA") },
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file") },
                { QStringLiteral("run"), QStringLiteral("RUN"), QStringLiteral("its number, or 'last'") },
                { QStringLiteral("from"), QStringLiteral("M.btwm"),
                    QStringLiteral("a model file (btw export-model), in place of --store and --run") },
                { QStringLiteral("out"), QStringLiteral("F.csv"), QStringLiteral("the file to write"), true },
                { QStringLiteral("json"), {},
                    QStringLiteral("figures and differences as one JSON document") } } },
        predict };
}

Command exportModelCommand()
{
    return { QStringLiteral("export-model"),
        QStringLiteral("Write a finished run's model as one file, without any row that it was trained on."),
        { {},
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("run"), QStringLiteral("RUN"), QStringLiteral("its number, or 'last'"),
                    true },
                { QStringLiteral("out"), QStringLiteral("M.btwm"), QStringLiteral("the file to write"),
                    true },
                { QStringLiteral("private"), {},
                    QStringLiteral("leave out what labels of validation rows can be derived from") } } },
        exportModel };
}

} // namespace btw::cli
