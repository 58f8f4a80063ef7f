// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"
#include "words.h"

#include "engine/analysis/metrics.h"
#include "engine/data/names.h"
#include "engine/error.h"
#include "workspace/io/newpeople.h"
#include "workspace/io/summary.h"
#include "workspace/predicting/differences.h"
#include "workspace/predicting/modelfile.h"
#include "workspace/store/probabilityjson.h"
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
    if (from && (storePath || run))
        throw Error("Two models are named: leave out --from, or --store and --run.");
    if (!from && !(storePath && run))
        throw Error("Say which model predicts: --store S --run RUN, or --from M.btwm.");
    if (storePath && storePath->endsWith(QLatin1String(".btwm")))
        throw Error(storePath->toStdString() + " is a model file: use --from in place of --store and --run.");
    if (from) {
        source.model = predicting::readModelFile(*from);
        return source;
    }
    source.store = std::make_unique<store::Store>(*storePath, store::Store::Mode::Existing);
    source.run = runNamed(*source.store, *run);
    source.model = predicting::modelOf(*source.store, source.run);
    return source;
}

/// Whether ids were given, and are not the names of rows that have none ("all:0").
bool haveIds(const std::vector<std::string>& ids)
{
    return std::any_of(ids.begin(), ids.end(), [](const std::string& id) {
        const auto colon = id.find(':');
        return colon == std::string::npos
            || (id.substr(0, colon) != "all" && !data::parseSplit(id.substr(0, colon)));
    });
}

/// People of whom the model may have seen the very rows: figures on them would say nothing.
std::optional<QString> seenBefore(const Source& source, const data::Cohort& people)
{
    if (!source.store || !haveIds(people.ids))
        return std::nullopt;
    const auto cohort = source.store->cohort(source.store->run(source.run)->cohortId);
    const bool byGroup = !cohort.groups.empty() && !people.groups.empty();
    std::unordered_set<std::string> known;
    for (std::size_t i = 0; i < cohort.size(); ++i)
        if (cohort.splits[i] != Split::Test)
            known.insert(byGroup ? cohort.groups[i] : cohort.ids[i]);
    const auto& names = byGroup ? people.groups : people.ids;
    const auto count = static_cast<std::size_t>(std::count_if(
        names.begin(), names.end(), [&](const std::string& name) { return known.contains(name); }));
    if (count == 0)
        return std::nullopt;
    return QStringLiteral(
        "%1 of %2 have the %3 of somebody whom the model was trained on: if they are the same "
        "people, figures on them say nothing about new ones.")
        .arg(count)
        .arg(counted(people.size(), QStringLiteral("row"), QStringLiteral("rows")),
            byGroup ? QStringLiteral("group") : QStringLiteral("id"));
}

/// A model of one fold was trained on a part of the data only.
std::optional<QString> ofOneFold(const store::Store& store, std::int64_t run)
{
    const auto derivation = store.cohort(store.run(run)->cohortId).derivation;
    if (derivation.folds == 0)
        return std::nullopt;
    return QStringLiteral(
        "This model is that of fold %1 of %2, trained on the other folds; a training without "
        "--folds uses more of the data.")
        .arg(derivation.fold + 1)
        .arg(derivation.folds);
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

void printJson(const predicting::TrainedModel& model, const predicting::External& external,
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
                           "these people best; who ranks before whom stays.")
                .arg(figure(external.recalibration.first), figure(external.recalibration.second)));
}

void printTables(
    const predicting::External& external, const predicting::TrainedModel& model, Console& console)
{
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
    keepInput(path, out);
    if (const auto from = arguments.value(QStringLiteral("from")))
        keepInput(*from, out);
    if (source.store)
        keepStore(*source.store, out);
    auto read = io::readNewPeople(path, source.model.shape, source.model.used());
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
    if (const auto fold = source.store ? ofOneFold(*source.store, source.run) : std::nullopt)
        found << *fold;
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
    if (!source.store && external.labelled > 0)
        console.message(
            QStringLiteral("A model file cannot tell whether it was trained on some of these people; "
                           "figures say something about new ones only."));
    if (source.store)
        console.message(
            QStringLiteral("Labels were looked at %1 with the models of this store (btw runs --looks).")
                .arg(counted(
                    source.store->testReads().size(), QStringLiteral("time"), QStringLiteral("times"))));
    if (arguments.has(QStringLiteral("json")))
        printJson(source.model, external, people, predictions, warnings, console);
    else {
        printFew(people, predictions, console);
        printTables(external, source.model, console);
    }
    return kDone;
}

int exportModel(const Arguments& arguments, Console& console)
{
    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    const auto run = runNamed(store, arguments.required(QStringLiteral("run")));
    const QString out = arguments.required(QStringLiteral("out"));
    keepStore(store, out);
    auto model = predicting::modelOf(store, run);
    if (const auto fold = ofOneFold(store, run))
        console.message(QStringLiteral("warning: ") + *fold);
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
