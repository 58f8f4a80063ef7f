// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"
#include "words.h"

#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/comparison.h"
#include "workspace/experiments/comparisonrecords.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/comparisonworkbook.h"
#include "workspace/experiments/people.h"
#include "workspace/experiments/studies.h"
#include "workspace/io/summary.h"
#include "workspace/store/store.h"

#include <QJsonArray>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

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
        auto known = isPlacebo.find(run->splitId);
        if (known == isPlacebo.end())
            known = isPlacebo.emplace(run->splitId, !store.cohort(run->splitId).derivation.placebo.empty())
                        .first;
        if (!known->second) // which answers no question by itself
            ended.push_back(std::move(training));
    }
    if (ended.empty())
        throw Error(store.experiments().empty()
                ? "The store has no finished training to compare; btw train makes one."
                : "No test figures of this store are open yet: those of an experiment are hidden until all "
                  "of it has been trained. btw runs says what each experiment waits for.");
    const auto newest = ended.back().splitId;
    std::vector<store::TrainingRecord> all;
    for (auto& training : ended)
        if (training.splitId == newest)
            all.push_back(std::move(training));
    return all;
}

/// Whether its models were trained on several cohorts, such as folds: on one of them alone they would be
/// taken for the answer.
bool isOnSeveralCohorts(const store::Store& store, const std::vector<store::TrainingRecord>& trainings)
{
    std::set<std::int64_t> cohorts;
    for (const auto& training : trainings)
        if (cohorts.count(training.splitId) == 0 && store.cohort(training.splitId).derivation.placebo.empty())
            cohorts.insert(training.splitId);
    return cohorts.size() > 1;
}

/// What is compared: an experiment, the trainings on one cohort, or those that have ended on the newest one.
struct Asked
{
    std::optional<experiments::Study::Id> study;
    std::vector<store::TrainingRecord> ended; ///< where there is no study
    bool isNewest = false; ///< an experiment that nobody named
};

Asked askedOf(const store::Store& store, const Arguments& arguments)
{
    Asked asked;
    if (arguments.has(QStringLiteral("experiment")) && arguments.has(QStringLiteral("split")))
        throw Error("--experiment and --split name different trainings: give one of them.");
    if (arguments.has(QStringLiteral("experiment"))) {
        asked.study = { arguments.integer(QStringLiteral("experiment"), 0), 0 };
        return asked;
    }
    if (arguments.has(QStringLiteral("split"))) {
        asked.study = { 0, arguments.integer(QStringLiteral("split"), 0) };
        return asked;
    }
    asked.ended = endedTrainings(store);
    const auto newest = asked.ended.back().id;
    for (const auto& study : experiments::studiesOf(store)) { // newest first
        const bool isItsOwn = std::any_of(study.trainings.begin(), study.trainings.end(),
            [&](const store::TrainingRecord& training) { return training.id == newest; });
        if (study.id.experiment == 0 || !study.isOpen() || !isItsOwn
            || !isOnSeveralCohorts(store, study.trainings))
            continue;
        asked.study = study.id;
        asked.isNewest = true;
        break;
    }
    return asked;
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

/// Of what is compared; of folds the first, which has everybody.
store::CohortRecord cohortOf(const store::Store& store, const Asked& asked)
{
    const auto& trainings = asked.study ? experiments::studyOf(store, *asked.study).trainings : asked.ended;
    return store.cohort(trainings.front().splitId);
}

/// Those whom a person named. \throws btw::Error where the name means others in another version of the data:
/// the window offers both.
store::SubgroupRecord subgroupOf(
    const store::Store& store, const store::CohortRecord& cohort, const QString& subgroup)
{
    QStringList names;
    std::optional<store::SubgroupRecord> found;
    for (auto& one : experiments::subgroupsOf(store, cohort)) {
        if (!names.contains(one.name))
            names << one.name;
        if (one.name != subgroup)
            continue;
        if (found && one.ids != found->ids)
            throw Error("--subgroup is '" + subgroup.toStdString()
                + "', which means different people in different versions of this data: give them names of "
                  "their own in the window.");
        if (!found || one.cohortId == cohort.cohortId)
            found = std::move(one);
    }
    if (found)
        return std::move(*found);
    throw Error("--subgroup is '" + subgroup.toStdString() + "', but "
        + (names.isEmpty() ? "nobody has named people of '" + cohort.name.toStdString() + "' in this store."
                           : "must be one of " + names.join(QStringLiteral(", ")).toStdString() + "."));
}

experiments::ComparisonChoice choiceOf(
    const Arguments& arguments, const store::Store* store, const Asked& asked)
{
    experiments::ComparisonChoice choice;
    if (const auto metrics = arguments.value(QStringLiteral("metric")))
        for (const QString& name : metrics->split(QLatin1Char(',')))
            choice.metrics.push_back(name.trimmed().toStdString());
    choice.baseline = arguments.value(QStringLiteral("baseline")).value_or(QString());
    choice.isBaselineAsked = !choice.baseline.isEmpty();
    choice.spread = spreadOf(arguments);
    if (const auto subgroup = arguments.value(QStringLiteral("subgroup"))) {
        if (store == nullptr)
            throw Error("--subgroup belongs to a store: name the store with --store.");
        const auto cohort = cohortOf(*store, asked);
        experiments::askOnly(choice, subgroupOf(*store, cohort, *subgroup), cohort);
    }
    return choice;
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

/// What is left out, and whose figures nobody would have with new people.
void printNotes(const std::vector<experiments::Comparison>& comparisons, Console& console)
{
    QStringList leaking;
    for (const auto& comparison : comparisons) {
        for (const QString& note : { comparison.leftOut, comparison.sameForAll })
            if (!note.isEmpty())
                console.message(QStringLiteral("warning: ")
                    + (comparison.people.empty()
                            ? note
                            : QStringLiteral("rows %1: %2")
                                  .arg(QString::fromStdString(comparison.people), note)));
        for (const auto& row : comparison.rows)
            if (row.model.usesEvaluationLabels && !leaking.contains(row.model.plainNameWithKey()))
                leaking << row.model.plainNameWithKey();
    }
    for (const QString& name : leaking)
        console.message(
            QStringLiteral("warning: %1 uses evaluation labels: its weights were made with labels "
                           "of validation and test rows.")
                .arg(name));
}

int compareModels(const Arguments& arguments, Console& console)
{
    const auto own = arguments.values(QStringLiteral("predictions"));
    if (own.isEmpty() == !arguments.has(QStringLiteral("store")))
        throw Error("btw compare takes either --store S or --predictions A.csv --predictions B.csv.");
    std::optional<store::Store> store;
    if (own.isEmpty())
        store.emplace(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    const auto asked = store ? askedOf(*store, arguments) : Asked();
    auto choice = choiceOf(arguments, store ? &*store : nullptr, asked);
    const auto format
        = experiments::tableFormat(arguments.value(QStringLiteral("format")).value_or(QStringLiteral("md")));
    const auto out = arguments.value(QStringLiteral("out"));
    if (out.has_value() != (format == experiments::TableFormat::Xlsx))
        throw Error(out ? "--out is for --format xlsx; the other formats go to standard output."
                        : "--format xlsx needs a file to write: name it with --out F.xlsx.");
    if (out && store)
        keepStore(*store, *out);
    choice.withVariances
        = format != experiments::TableFormat::Markdown && format != experiments::TableFormat::Latex;
    std::vector<experiments::Comparison> comparisons;
    if (asked.isNewest)
        console.message(
            QStringLiteral("This is all of experiment %1, '%2', which has the newest training. --experiment "
                           "shows another one: btw runs lists them.")
                .arg(asked.study->experiment)
                .arg(store->experiment(asked.study->experiment).name));
    if (store && !asked.study && store->trainings().size() > asked.ended.size())
        console.message(QStringLiteral(
            "This is all that was trained on %1, split %2, which has the newest training. --split and "
            "--experiment show others: btw runs lists them.")
                            .arg(asked.ended.front().cohort)
                            .arg(asked.ended.front().splitId));
    if (asked.study && asked.study->experiment != 0) {
        // Its record says whether there is such an experiment, and why it is hidden.
        comparisons
            = experiments::compareExperiment(*store, store->experiment(asked.study->experiment), choice);
    } else if (asked.study) {
        comparisons = experiments::compareStudy(*store, experiments::studyOf(*store, *asked.study), choice);
    } else {
        auto models = store ? experiments::Models(*store, asked.ended) : ownModels(own, console);
        if (!models)
            return kUnusable;
        if (store)
            models->addReferences();
        const auto& cohort = models->cohort();
        if (choice.metrics.empty())
            choice.metrics.push_back(analysis::primaryMetric(cohort.task, cohort.classes.size()));
        comparisons.push_back(experiments::comparisonOf(store ? &*store : nullptr, *models, choice));
    }
    if (out)
        writeWhole(*out,
            experiments::comparisonWorkbook(
                comparisons, store ? std::optional(store->testReads()) : std::nullopt));
    else if (format == experiments::TableFormat::Json)
        console.result(experiments::comparisonJson(comparisons));
    else
        console.result(experiments::comparisonText(comparisons, format));
    std::size_t opened = 0;
    for (const auto& comparison : comparisons)
        opened = std::max(opened, comparison.looks.count);
    const bool saysItself
        = format == experiments::TableFormat::Markdown || format == experiments::TableFormat::Latex;
    if (store && !saysItself)
        console.message(QStringLiteral("These test rows were opened %1 in this store.")
                            .arg(counted(opened, QStringLiteral("time"), QStringLiteral("times"))));
    if (!choice.people.empty())
        console.message(experiments::subgroupWarning(choice.subgroup, choice.chosenBy));
    printNotes(comparisons, console);
    for (const auto& comparison : comparisons)
        if (!saysItself && !comparison.timesNote.isEmpty())
            console.message(QStringLiteral("warning: ") + comparison.timesNote);
    const auto& metrics = choice.metrics;
    if (std::find(metrics.begin(), metrics.end(), "macro_f1") != metrics.end())
        for (const auto& comparison : comparisons)
            for (const QString& note : comparison.rareClasses)
                console.message(QStringLiteral("warning: ") + note);
    if (const auto leftOut = experiments::leftOutPairs(comparisons); leftOut > 0)
        console.message(QStringLiteral("warning: ") + experiments::leftOutSentence(leftOut));
    return kDone;
}

} // namespace

Command compareCommand()
{
    return { QStringLiteral("compare"),
        QStringLiteral("Compare the systems of an experiment, or all that was trained on the newest cohort "
                       "(where that is one of several folds, the whole experiment)."),
        { {},
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file") },
                { QStringLiteral("predictions"), QStringLiteral("A.csv"),
                    QStringLiteral(
                        "in place of a store, once for each model of another program: id, split, y, "
                        "prediction or prob_0, prob_1, ..."),
                    false, true },
                { QStringLiteral("experiment"), QStringLiteral("E"),
                    QStringLiteral("its number, as btw runs lists it") },
                { QStringLiteral("split"), QStringLiteral("N"),
                    QStringLiteral(
                        "the trainings on this split that belong to no experiment; its number is in "
                        "btw runs") },
                { QStringLiteral("subgroup"), QStringLiteral("NAME"),
                    QStringLiteral("only people that somebody named in the window") },
                { QStringLiteral("baseline"), QStringLiteral("SYSTEM[:VARIANT]"),
                    QStringLiteral("what the others are compared with, or a row's whole name (moe:none)") },
                { QStringLiteral("metric"), QStringLiteral("M,M"),
                    QStringLiteral("auroc, log_loss, ... (the primary figure); time_over_baseline: what a "
                                   "weighting costs") },
                { QStringLiteral("by"), QStringLiteral("seed|fold|person"),
                    QStringLiteral("what a standard deviation runs over (seed)") },
                { QStringLiteral("format"), QStringLiteral("F"),
                    QStringLiteral("md, csv, tsv, latex, json or xlsx (md)") },
                { QStringLiteral("out"), QStringLiteral("F.xlsx"),
                    QStringLiteral("with --format xlsx the workbook to write") } } },
        compareModels };
}

} // namespace btw::cli
