// SPDX-License-Identifier: GPL-3.0-or-later
#include "answerprinter.h"
#include "command.h"
#include "experimentarguments.h"
#include "interrupt.h"
#include "outcome.h"
#include "parameterflags.h"
#include "problemprinter.h"
#include "ranksarguments.h"
#include "recipearguments.h"
#include "trainingprinter.h"
#include "trainrequests.h"
#include "words.h"

#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/spec/names.h"
#include "engine/training/runtime.h"
#include "workspace/experiments/expansion.h"
#include "workspace/io/readcohort.h"
#include "workspace/jobs/keptrecipe.h"
#include "workspace/jobs/opening.h"
#include "workspace/jobs/runner.h"
#include "workspace/store/specjson.h"
#include "workspace/store/store.h"

#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace btw::cli {

namespace {

constexpr int kThreadsAtMost = 1024;

struct Prepared
{
    std::shared_ptr<const data::Cohort> cohort; ///< null when it cannot be used
    bool isExperiment = false;
    data::Cohort asRead; ///< of an experiment: before its splits were completed
    experiments::Folds folds; ///< of an experiment
    training::ExperimentSpec spec;
};

bool hasError(const std::vector<io::Problem>& problems)
{
    return std::any_of(problems.begin(), problems.end(),
        [](const io::Problem& problem) { return problem.severity == data::Severity::Error; });
}

bool tell(const std::vector<io::Problem>& problems, const Arguments& arguments, Console& console)
{
    return printProblems(problems,
        arguments.has(QStringLiteral("json")) && !arguments.has(QStringLiteral("print-spec")), console);
}

/// Reads cohort and spec; problems go to standard error, and as events to standard output with --json.
Prepared prepare(const Arguments& arguments, const QString& path, Console& console)
{
    const SpecArguments words(arguments);
    Prepared prepared;
    io::ReadResult read = io::readCohort(path, recipeArguments(arguments), io::ReadLimits::ofEnvironment());
    prepared.isExperiment = asksForExperiment(arguments);
    if (read.cohort && prepared.isExperiment) {
        prepared.asRead = *read.cohort;
        prepared.folds = foldsArgument(arguments, prepared.asRead);
    }
    if (read.cohort) {
        const auto seed = words.resolve(0, read.cohort->task).splitSeed;
        if (const auto drawn = drawnSplitsNote(*read.cohort, seed); drawn && prepared.folds.count == 0)
            read.problems.push_back(*drawn);
        else if (arguments.has(QStringLiteral("split-seed")))
            throw Error(std::string("--split-seed changes nothing here: ")
                + (prepared.folds.count > 0 ? "folds are not drawn by it."
                                            : "the data gives the split of each instance.")
                + " Leave it out.");
        auto found = experiments::completeFirst(*read.cohort, prepared.asRead, prepared.folds, seed);
        // What is no error is told of an experiment once all its cohorts are completed.
        if (prepared.isExperiment && !hasError(found))
            found.clear();
        read.problems.insert(read.problems.end(), found.begin(), found.end());
    }
    if (tell(read.problems, arguments, console))
        return prepared;
    const std::size_t training = data::rowsOf(*read.cohort, Split::Train).size();
    prepared.spec = words.resolve(training, read.cohort->task);
    if (words.isAuto())
        console.message(QStringLiteral("Preset %1, chosen for %2 training instances (paper from 5,000 on).")
                            .arg(text(prepared.spec.preset))
                            .arg(training));
    prepared.cohort = std::make_shared<const data::Cohort>(std::move(*read.cohort));
    return prepared;
}

std::vector<jobs::TrainingRequest> requests(
    const Arguments& arguments, const Prepared& prepared, const QString& path, Console& console)
{
    jobs::TrainingRequest request;
    request.cohort = prepared.cohort;
    request.identity = std::make_shared<const jobs::CohortIdentity>(request.cohort); // hashed once
    request.cohortPath = path;
    request.spec = prepared.spec;
    request.threads = static_cast<int>(
        arguments.integer(QStringLiteral("threads"), training::physicalCores(), 1, kThreadsAtMost));
    if (request.threads > training::physicalCores())
        console.message(QStringLiteral("warning: %1 threads on %2 cores wait for each other; --threads %2 is "
                                       "the most that helps.")
                            .arg(request.threads)
                            .arg(training::physicalCores()));
    request.device = text(training::resolveDevice(
        arguments.value(QStringLiteral("device")).value_or(QStringLiteral("auto")).toStdString(),
        arguments.value(QStringLiteral("amp")).value_or(QString()).toStdString()));
    std::vector<std::vector<std::string>> subsets;
    if (const auto asked = arguments.value(QStringLiteral("subsets")))
        subsets = parseSubsets(*asked, *prepared.cohort);
    std::vector<jobs::TrainingRequest> all;
    for (const std::uint64_t seed :
        parseSeeds(arguments.value(QStringLiteral("seeds")).value_or(QStringLiteral("1")))) {
        request.seed = seed;
        all.push_back(request);
        auto some = request;
        some.spec.variant = weighting::Variant::None; // a subset's baseline
        for (const auto& subset : subsets) {
            some.spec.modalities = subset;
            all.push_back(some);
        }
    }
    return all;
}

/// The trainings of an experiment in place of those that were asked for one by one. \returns its id, 0 where
/// there is none, and no trainings where they cannot be.
std::int64_t makeExperiment(experiments::Experiment experiment, const Arguments& arguments,
    const Prepared& prepared, store::Store& store, std::vector<jobs::TrainingRequest>& all, Console& console)
{
    const auto& first = all.front();
    experiment.data = first.cohortPath;
    experiment.hash = first.identity->hash();
    experiment.threads = first.threads;
    experiment.device = first.device;
    experiment.seeds.clear();
    for (const auto& request : all)
        experiment.seeds.push_back(request.seed);
    const auto id = store.findOrAddExperiment(experiment.name, experiments::definitionOf(experiment));
    auto expansion
        = experiments::expand(experiment, { { QString(), prepared.asRead, first.cohortPath } }, id);
    all = tell(expansion.problems, arguments, console) ? std::vector<jobs::TrainingRequest>()
                                                       : std::move(expansion.requests);
    console.message(QStringLiteral("Experiment %1: %2 trainings.").arg(id).arg(all.size()));
    return id;
}

int train(const Arguments& arguments, Console& console)
{
    const QString path = arguments.positional(0).value_or(QString());
    const bool onlySpec = arguments.has(QStringLiteral("print-spec"));
    const auto storePath = arguments.value(QStringLiteral("store"));
    if (!storePath && !onlySpec)
        throw Error(
            "--store is missing; add --store RUNS.sqlite (the file that keeps the runs, made when absent).");
    const auto ranks = ranksArguments(arguments);
    const bool isExperiment = asksForExperiment(arguments) && !onlySpec;
    if (isExperiment && (ranks || arguments.has(QStringLiteral("subsets"))))
        throw Error("--without, --placebo and --folds make an experiment, which cannot be combined with "
                    "--subsets or with several processes: leave one of them out.");
    const Prepared prepared = prepare(arguments, path, console);
    if (!prepared.cohort)
        return kUnusable;
    if (onlySpec) {
        console.result(store::specToJson(prepared.spec));
        return kDone;
    }
    auto all = requests(arguments, prepared, QFileInfo(path).absoluteFilePath(), console);
    std::optional<experiments::Experiment> asked;
    if (isExperiment)
        asked = experimentArguments(arguments, prepared.folds, *prepared.cohort, prepared.spec);
    if (const std::string slow = training::blasWarning(); !slow.empty())
        console.message(QStringLiteral("warning: ") + text(slow));

    std::unique_ptr<store::Store> store;
    if (!ranks || ranks->rank == 0)
        store = std::make_unique<store::Store>(*storePath);
    // What was done to the data is kept beside the store, so that a run can be resumed.
    if (const io::Recipe recipe = recipeArguments(arguments); store && !recipe.isEmpty()) {
        const QString folder = QFileInfo(*storePath).absoluteFilePath() + QStringLiteral(".d");
        const QString kept = jobs::keepRecipe(folder, path, recipe, text(prepared.cohort->name));
        for (auto& request : all)
            request.cohortPath = kept;
    }
    if (ranks) {
        const auto joined = meet(*ranks, all, console);
        for (auto& request : all)
            request.ranks = joined;
    }
    training::RunControl control;
    const InterruptGuard guard(control);
    const QString again = ranks
        ? QStringLiteral("the same command on every rank goes on from there")
        : QStringLiteral("the same command goes on from there, with all that is left");
    if (!store) {
        const auto outcome = jobs::followRanks(all.front(), control);
        if (outcome == jobs::TrainingOutcome::Stopped)
            console.message(QStringLiteral("Stopped; %1.").arg(again));
        return exitStatus(outcome);
    }
    const bool json = arguments.has(QStringLiteral("json"));
    const auto experiment = asked ? makeExperiment(*asked, arguments, prepared, *store, all, console) : 0;
    if (all.empty())
        return kUnusable;
    TrainingPrinter printer(*store, console, json, again);
    const auto outcome = ranks ? jobs::runOnRanks(*store, all, control, std::ref(printer))
                               : jobs::runTrainings(*store, all, control, std::ref(printer));
    if (experiment != 0
        && (outcome == jobs::TrainingOutcome::Finished
            || (outcome == jobs::TrainingOutcome::Failed && jobs::openIfOver(*store, experiment))))
        printAnswer(*store, experiment, json, console);
    if (experiment == 0 && !json && !printer.ended().empty())
        printBesideReferences(*store, printer.ended(), console);
    return exitStatus(outcome);
}

} // namespace

Command trainCommand()
{
    QStringList presets;
    for (const std::string_view preset : training::presetNames())
        presets.append(text(preset));
    Command command { QStringLiteral("train"),
        QStringLiteral("Train all three steps; steps that the store already holds are reused."),
        { { QStringLiteral("DATA") },
            { { QStringLiteral("store"), QStringLiteral("RUNS.sqlite"),
                  QStringLiteral("keeps the runs; made when absent; required unless --print-spec is given") },
                { QStringLiteral("preset"), QStringLiteral("P"),
                    presets.join(QStringLiteral(", ")) + QStringLiteral(" (auto)") },
                binOption(),
                { QStringLiteral("spec"), QStringLiteral("S.json"),
                    QStringLiteral("keys that override the preset") },
                { QStringLiteral("seeds"), QStringLiteral("1,2,3"), QStringLiteral("one training each (1)") },
                { QStringLiteral("subsets"), QStringLiteral("SUBSETS"),
                    QStringLiteral("also train on all subsets of modalities (all), each left out in turn "
                                   "(leave-one-out), or lists: a,b;b,c") },
                { QStringLiteral("device"), QStringLiteral("D"), QStringLiteral("auto, cpu or cuda (auto)") },
                { QStringLiteral("amp"), QStringLiteral("TYPE"),
                    QStringLiteral("mixed precision on a GPU: bf16 or fp16 (none)") },
                { QStringLiteral("threads"), QStringLiteral("N"),
                    QStringLiteral("of LibTorch and BLAS (the physical cores)") },
                { QStringLiteral("world-size"), QStringLiteral("N"),
                    QStringLiteral("processes that train together (1); start one for each rank") },
                { QStringLiteral("rank"), QStringLiteral("R"),
                    QStringLiteral("which of them this is, from 0; rank 0 keeps the runs") },
                { QStringLiteral("store-url"), QStringLiteral("tcp://HOST:PORT"),
                    QStringLiteral("where they meet: a free port of the host of rank 0") },
                { QStringLiteral("json"), {}, QStringLiteral("one JSON object per line on standard output") },
                { QStringLiteral("print-spec"), {}, QStringLiteral("print the resolved spec and stop") } } },
        train };
    for (Option& option : experimentOptions())
        command.syntax.options.push_back(std::move(option));
    for (Option& option : parameterOptions(systems::builtinSystems()))
        command.syntax.options.push_back(std::move(option));
    return command;
}

} // namespace btw::cli
