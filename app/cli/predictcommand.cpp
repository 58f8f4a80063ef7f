// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"
#include "foldnote.h"
#include "predictionprinter.h"
#include "words.h"

#include "engine/data/names.h"
#include "engine/error.h"
#include "workspace/io/newpeople.h"
#include "workspace/io/summary.h"
#include "workspace/predicting/modelfile.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFileInfo>

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

/// Whether ids tell that nobody here is in the model's own data, be it as a test row or as one of a group.
bool areNewPeople(const Source& source, const data::Cohort& people)
{
    if (!haveIds(people.ids))
        return false;
    const auto cohort = source.store->cohort(source.store->run(source.run)->splitId);
    std::unordered_set<std::string> known(cohort.ids.begin(), cohort.ids.end());
    known.insert(cohort.groups.begin(), cohort.groups.end());
    const auto isKnown = [&](const std::string& name) { return known.contains(name); };
    return std::none_of(people.ids.begin(), people.ids.end(), isKnown)
        && std::none_of(people.groups.begin(), people.groups.end(), isKnown);
}

/// People of whom the model may have seen the very rows: figures on them would say nothing.
std::optional<QString> seenBefore(const Source& source, const data::Cohort& people)
{
    if (!source.store || !haveIds(people.ids))
        return std::nullopt;
    const auto cohort = source.store->cohort(source.store->run(source.run)->splitId);
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
    return QStringLiteral("Of %1, %2 the %3 of somebody the model was trained on: if they are the same "
                          "people, figures on them say nothing about new ones.")
        .arg(counted(people.size(), QStringLiteral("row"), QStringLiteral("rows")),
            counted(count, QStringLiteral("has"), QStringLiteral("have")),
            byGroup ? QStringLiteral("group") : QStringLiteral("id"));
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
    // As its cohort would be named: what is read as new people has the name of the model's own data.
    const QString data = QFileInfo(QDir::cleanPath(path)).completeBaseName();
    if (source.store && external.labelled > 0)
        source.store->recordLook({ source.run }, static_cast<std::int64_t>(external.labelled),
            areNewPeople(source, people) ? store::TestRead::predictedNewPeople(data)
                                         : store::TestRead::predictedSomebody(data));
    writeWhole(out, predicting::predictionsCsv(people, predictions));
    console.message(QStringLiteral("Wrote %1: predictions of %2 for %3.")
                        .arg(out, source.model.name,
                            counted(people.size(), QStringLiteral("person"), QStringLiteral("people"))));
    if (!source.store && external.labelled > 0)
        console.message(
            QStringLiteral("A model file cannot tell whether it was trained on some of these people; "
                           "figures say something about new ones only."));
    if (source.store && external.labelled > 0)
        console.message(
            QStringLiteral("Labels were looked at %1 with the models of this store (btw runs --looks).")
                .arg(counted(
                    source.store->testReads().size(), QStringLiteral("time"), QStringLiteral("times"))));
    if (arguments.has(QStringLiteral("json")))
        printPredictionJson(source.model, external, people, predictions, warnings, console);
    else
        printPrediction(source.model, external, people, predictions, console);
    return kDone;
}

} // namespace

Command predictCommand()
{
    return { QStringLiteral("predict"),
        QStringLiteral("Predict people that a finished run never saw; with labels, say how well."),
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

} // namespace btw::cli
