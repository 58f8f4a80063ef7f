// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "comparisontable.h"
#include "comparisonworkbook.h"
#include "files.h"
#include "words.h"

#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/comparison.h"
#include "workspace/io/summary.h"
#include "workspace/store/store.h"

#include <QJsonArray>

#include <algorithm>
#include <map>
#include <optional>

namespace btw::cli {

namespace {

/// Those of the newest cohort that have ended, each with its test figures open.
std::vector<store::TrainingRecord> endedTrainings(const store::Store& store)
{
    std::vector<store::TrainingRecord> ended;
    std::map<std::int64_t, bool> isPlacebo; // by cohort: many trainings share one
    for (auto& training : store.trainings()) {
        const auto run = store.run(training.lastRun());
        if (!run || !store::testIsOpen(*run))
            continue;
        auto known = isPlacebo.find(run->cohortId);
        if (known == isPlacebo.end())
            known = isPlacebo.emplace(run->cohortId, !store.cohort(run->cohortId).derivation.placebo.empty())
                        .first;
        if (!known->second) // which answers no question by itself
            ended.push_back(std::move(training));
    }
    if (ended.empty())
        throw Error("The store has no finished training to compare; btw train makes one.");
    const auto newest = ended.back().cohortId;
    std::vector<store::TrainingRecord> all;
    for (auto& training : ended)
        if (training.cohortId == newest)
            all.push_back(std::move(training));
    return all;
}

experiments::Spread spreadOf(const Arguments& arguments)
{
    const QString by = arguments.value(QStringLiteral("by")).value_or(QStringLiteral("seed"));
    if (by == QLatin1String("seed"))
        return experiments::Spread::Seeds;
    if (by == QLatin1String("fold"))
        return experiments::Spread::Folds;
    if (by == QLatin1String("person"))
        return experiments::Spread::People;
    throw Error("--by is '" + by.toStdString() + "', but must be seed, fold or person.");
}

/// Nothing, with the problems told, where a file cannot be used.
std::optional<experiments::Models> ownModels(const QStringList& paths, Console& console)
{
    if (paths.size() < 2)
        throw Error("--predictions is given once: give two files or more to compare (--predictions A.csv "
                    "--predictions B.csv).");
    std::vector<experiments::OwnPredictions> own;
    std::vector<io::Problem> problems;
    for (const QString& path : paths)
        own.push_back(experiments::readOwnPredictions(path, problems));
    const auto isError = [](const io::Problem& problem) { return problem.severity == data::Severity::Error; };
    const bool isUsable = std::none_of(problems.begin(), problems.end(), isError);
    if (isUsable)
        experiments::align(own, problems);
    for (const auto& problem : problems)
        console.message(io::problemLine(problem));
    return isUsable ? std::optional<experiments::Models>(std::in_place, std::move(own)) : std::nullopt;
}

int compareModels(const Arguments& arguments, Console& console)
{
    const auto own = arguments.values(QStringLiteral("predictions"));
    if (own.isEmpty() == !arguments.has(QStringLiteral("store")))
        throw Error("btw compare takes either --store S or --predictions A.csv --predictions B.csv.");
    std::optional<store::Store> store;
    if (own.isEmpty())
        store.emplace(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    const auto spread = spreadOf(arguments);
    const auto format = tableFormat(arguments.value(QStringLiteral("format")).value_or(QStringLiteral("md")));
    const auto out = arguments.value(QStringLiteral("out"));
    if (out.has_value() != (format == TableFormat::Xlsx))
        throw Error(out ? "--out is for --format xlsx; the other formats go to standard output."
                        : "--format xlsx needs a file to write: name it with --out F.xlsx.");
    if (out && store)
        keepStore(*store, *out);
    std::vector<std::string> metrics;
    if (const auto asked = arguments.value(QStringLiteral("metric")))
        for (const QString& name : asked->split(QLatin1Char(',')))
            metrics.push_back(name.trimmed().toStdString());
    const QString baseline = arguments.value(QStringLiteral("baseline")).value_or(QString());
    const bool withVariances = format != TableFormat::Markdown && format != TableFormat::Latex;
    std::vector<experiments::Comparison> comparisons;
    if (store && arguments.has(QStringLiteral("experiment"))) {
        comparisons = experiments::compareExperiment(*store,
            store->experiment(arguments.integer(QStringLiteral("experiment"), 0)), metrics, baseline, spread,
            withVariances);
    } else {
        auto models = store ? experiments::Models(*store, endedTrainings(*store)) : ownModels(own, console);
        if (!models)
            return kUnusable;
        if (store)
            models->addReferences();
        const auto& cohort = models->cohort();
        if (metrics.empty())
            metrics.push_back(analysis::primaryMetric(cohort.task, cohort.classes.size()));
        comparisons.push_back({ {}, experiments::compare(*models, metrics, baseline, spread, withVariances),
            {}, experiments::rareClassNotes(*models) });
    }
    if (out)
        writeWhole(
            *out, comparisonWorkbook(comparisons, store ? std::optional(store->testReads()) : std::nullopt));
    else if (format == TableFormat::Json)
        console.result(comparisonJson(comparisons));
    else
        console.result(comparisonText(comparisons, format));
    if (store)
        console.message(
            QStringLiteral("Test figures of this store were opened %1.")
                .arg(counted(store->testReads().size(), QStringLiteral("time"), QStringLiteral("times"))));
    if (std::find(metrics.begin(), metrics.end(), "macro_f1") != metrics.end())
        for (const auto& comparison : comparisons)
            for (const QString& note : comparison.rareClasses)
                console.message(QStringLiteral("warning: ") + note);
    if (const auto leftOut = leftOutPairs(comparisons); leftOut > 0)
        console.message(leftOutSentence(leftOut));
    return kDone;
}

} // namespace

Command compareCommand()
{
    return { QStringLiteral("compare"),
        QStringLiteral("Compare the systems of an experiment, or all that was trained on the newest cohort."),
        { {},
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file") },
                { QStringLiteral("predictions"), QStringLiteral("A.csv"),
                    QStringLiteral(
                        "in place of a store, once for each model of another program: id, split, y, "
                        "prediction or prob_0, prob_1, ..."),
                    false, true },
                { QStringLiteral("experiment"), QStringLiteral("E"),
                    QStringLiteral("its number, as btw runs lists it") },
                { QStringLiteral("baseline"), QStringLiteral("SYSTEM[:VARIANT]"),
                    QStringLiteral("what the others are compared with (moe:none)") },
                { QStringLiteral("metric"), QStringLiteral("M,M"),
                    QStringLiteral("auroc, log_loss, ... (the primary figure)") },
                { QStringLiteral("by"), QStringLiteral("seed|fold|person"),
                    QStringLiteral("what a standard deviation runs over (seed)") },
                { QStringLiteral("format"), QStringLiteral("F"),
                    QStringLiteral("md, csv, latex, json or xlsx (md)") },
                { QStringLiteral("out"), QStringLiteral("F.xlsx"),
                    QStringLiteral("with --format xlsx the workbook to write") } } },
        compareModels };
}

} // namespace btw::cli
