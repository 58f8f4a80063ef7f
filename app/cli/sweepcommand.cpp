// SPDX-License-Identifier: GPL-3.0-or-later
#include "answerprinter.h"
#include "command.h"
#include "interrupt.h"
#include "outcome.h"
#include "problemprinter.h"
#include "sidebyside.h"
#include "slurm/engine.h"
#include "trainingprinter.h"
#include "words.h"

#include "engine/error.h"
#include "engine/training/runtime.h"
#include "workspace/experiments/comparison.h"
#include "workspace/experiments/comparisonrecords.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/experimentondata.h"
#include "workspace/experiments/forecast.h"
#include "workspace/jobs/keptsample.h"
#include "workspace/jobs/opening.h"
#include "workspace/jobs/runner.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QTemporaryDir>

#include <algorithm>
#include <optional>
#include <variant>

namespace btw::cli {

namespace {

/// What the reader has to know before anything is trained.
void tellLeftOut(
    const experiments::ExperimentFile& file, const experiments::ExperimentOnData& laid, Console& console)
{
    for (const auto& sentence : laid.leftOut)
        console.message(QStringLiteral("note: ") + text(sentence));
    if (!file.notYetThere.isEmpty())
        console.message(
            QStringLiteral("note: Belongs to this experiment, but is not there yet, and is not trained: %1.")
                .arg(file.notYetThere.join(QStringLiteral(", "))));
}

QJsonArray sentences(const std::vector<std::string>& list)
{
    QJsonArray all;
    for (const auto& sentence : list)
        all.append(text(sentence));
    return all;
}

QString countsOf(const experiments::Forecast& forecast)
{
    return QStringLiteral("%1, %2 to train, %3 of them in the store already")
        .arg(counted(forecast.trainings, QStringLiteral("training"), QStringLiteral("trainings")),
            counted(forecast.steps, QStringLiteral("step"), QStringLiteral("steps")))
        .arg(forecast.held);
}

/// "About 25 min (18 min to 40 min), from 212 runs like these."
QString timeOf(const experiments::Forecast& forecast)
{
    const auto left = forecast.steps - forecast.held;
    if (left == 0)
        return QStringLiteral("Nothing is left to train.");
    QString untimed = QStringLiteral("The store has no runs like %1 of the %2 steps that are left (the same "
                                     "system on the same kind of data), so their time is not known.")
                          .arg(forecast.untimed)
                          .arg(left);
    if (forecast.untimed == left)
        return untimed;
    QString known = QStringLiteral("About %1 (%2 to %3), from %4")
                        .arg(duration(forecast.seconds), duration(forecast.low), duration(forecast.high),
                            counted(forecast.runs, QStringLiteral("run"), QStringLiteral("runs")));
    if (forecast.byOtherSettings + forecast.byOtherData == 0)
        known += QStringLiteral(" like these.");
    else
        known += QStringLiteral("; by row and epoch, %1 from runs with other settings and %2 from runs on "
                                "other data.")
                     .arg(counted(forecast.byOtherSettings, QStringLiteral("step"), QStringLiteral("steps")),
                         counted(forecast.byOtherData, QStringLiteral("step"), QStringLiteral("steps")));
    return forecast.untimed == 0 ? known : known + QLatin1Char(' ') + untimed;
}

void printForecast(const experiments::Forecast& forecast, const experiments::ExperimentFile& file,
    const experiments::ExperimentOnData& laid, bool json, Console& console)
{
    if (!json) {
        console.result(countsOf(forecast));
        console.result(timeOf(forecast));
        return;
    }
    const bool isTimed = forecast.untimed == 0;
    const auto seconds = [&](double value) { return isTimed ? QJsonValue(value) : QJsonValue(); };
    console.result(QJsonObject { { QStringLiteral("trainings"), static_cast<qint64>(forecast.trainings) },
        { QStringLiteral("steps"), static_cast<qint64>(forecast.steps) },
        { QStringLiteral("held"), static_cast<qint64>(forecast.held) },
        { QStringLiteral("seconds"), seconds(forecast.seconds) },
        { QStringLiteral("seconds_low"), seconds(forecast.low) },
        { QStringLiteral("seconds_high"), seconds(forecast.high) },
        { QStringLiteral("untimed"), static_cast<qint64>(forecast.untimed) },
        { QStringLiteral("by_other_settings"), static_cast<qint64>(forecast.byOtherSettings) },
        { QStringLiteral("by_other_data"), static_cast<qint64>(forecast.byOtherData) },
        { QStringLiteral("runs"), static_cast<qint64>(forecast.runs) },
        { QStringLiteral("left_out"), sentences(laid.leftOut) },
        { QStringLiteral("not_yet_there"), QJsonArray::fromStringList(file.notYetThere) } });
}

QString folderOf(const QString& storePath)
{
    return QFileInfo(storePath).absoluteFilePath() + QStringLiteral(".d");
}

/// A large planted cohort takes a while to make.
void tellMaking(const experiments::ExperimentFile& file, const QString& folder, Console& console)
{
    constexpr double kNoticed = 2; // seconds
    if (!file.isSample())
        return;
    const auto sample = jobs::namedSample(file.data);
    if (sample.seconds() < kNoticed || QFileInfo::exists(jobs::keptSamplePath(folder, sample)))
        return;
    console.message(
        QStringLiteral("Making %1 first, once, in about %2: %3 instances, %4 in memory, about as much "
                       "in %5. Training takes up to five times as much memory.")
            .arg(file.data, duration(sample.seconds()))
            .arg(sample.kind->instances)
            .arg(QLocale::c().formattedDataSize(
                     static_cast<qint64>(sample.bytes()), 1, QLocale::DataSizeSIFormat),
                folder));
}

int dryRun(experiments::ExperimentFile file, const QString& storePath, const systems::SystemRegistry& systems,
    bool json, Console& console)
{
    const QTemporaryDir folder; // nothing is left behind
    if (file.isSample()) { // what the project has is not made again
        const auto kept = jobs::keptSamplePath(folderOf(storePath), jobs::namedSample(file.data));
        if (QFileInfo::exists(kept))
            file.data = kept;
    }
    tellMaking(file, folder.path(), console);
    const auto laid = experiments::layOnData(file, folder.path(), systems);
    tellLeftOut(file, laid, console);
    if (printProblems(laid.problems, json, console))
        return kUnusable;
    const auto expansion = experiments::expand(laid.experiment, laid.populations, 0);
    if (printProblems(expansion.problems, json, console))
        return kUnusable;
    std::optional<store::Store> store;
    if (QFileInfo::exists(storePath))
        store.emplace(storePath, store::Store::Mode::Reading);
    printForecast(experiments::forecast(expansion.requests, store ? &*store : nullptr, systems), file, laid,
        json, console);
    return kDone;
}

void printComparison(const store::Store& store, std::int64_t id, bool json, Console& console)
{
    experiments::ComparisonChoice choice;
    choice.withVariances = json;
    const auto comparisons = experiments::compareExperiment(store, store.experiment(id), choice);
    if (!json) {
        console.result(experiments::comparisonText(comparisons, experiments::TableFormat::Markdown));
    } else {
        for (const auto& row : experiments::comparisonJson(comparisons)) {
            auto line = row.toObject();
            line.insert(QStringLiteral("event"), QStringLiteral("comparison"));
            console.resultLine(line);
        }
        for (const auto& comparison : comparisons)
            if (!comparison.timesNote.isEmpty()) // the tables have it
                console.message(QStringLiteral("warning: ") + comparison.timesNote);
    }
    if (const auto leftOut = experiments::leftOutPairs(comparisons); leftOut > 0)
        console.message(QStringLiteral("warning: ") + experiments::leftOutSentence(leftOut));
}

bool leavesOut(const experiments::Experiment& experiment)
{
    return std::any_of(experiment.arms.begin(), experiment.arms.end(),
        [](const experiments::Arm& arm) { return !arm.without.empty(); });
}

/// How an experiment is trained.
struct Way
{
    bool json = false;
    bool onSlurm = false;
    int processes = 1;
    std::optional<std::size_t> part; ///< of an array of jobs, that alone
};

Way wayOf(const Arguments& arguments)
{
    Way way;
    way.json = arguments.has(QStringLiteral("json"));
    const auto engine = arguments.value(QStringLiteral("engine")).value_or(QStringLiteral("local"));
    way.onSlurm = engine == QLatin1String("slurm");
    if (!way.onSlurm && engine != QLatin1String("local"))
        throw Error("--engine is '" + engine.toStdString() + "', but must be local or slurm.");
    if (way.onSlurm && arguments.has(QStringLiteral("jobs")))
        throw Error("--jobs is how many steps are trained at a time on this machine; with --engine slurm its "
                    "queue decides: leave one of them out.");
    constexpr std::int64_t kProcessesAtMost = 256;
    way.processes = static_cast<int>(arguments.integer(QStringLiteral("jobs"), 1, 1, kProcessesAtMost));
    if (arguments.has(QStringLiteral("part")))
        way.part = static_cast<std::size_t>(arguments.integer(QStringLiteral("part"), 0, 0));
    return way;
}

/// Trains one experiment, opens it where that was all of it, and says what came out.
int sweepOne(store::Store& store, const experiments::ExperimentFile& file, const QString& storePath,
    const systems::SystemRegistry& systems, const Way& way, training::RunControl& control, Console& console)
{
    const bool json = way.json;
    tellMaking(file, folderOf(storePath), console);
    const auto laid = experiments::layOnData(file, folderOf(storePath), systems);
    tellLeftOut(file, laid, console);
    if (printProblems(laid.problems, json, console))
        return kUnusable;
    const auto& experiment = laid.experiment;
    const auto id = store.findOrAddExperiment(experiment.name, experiments::definitionOf(experiment));
    const auto expansion = experiments::expand(experiment, laid.populations, id);
    if (printProblems(expansion.problems, json, console))
        return kUnusable;
    const auto counts = experiments::forecast(expansion.requests, &store, systems);
    console.message(QStringLiteral("Experiment %1, %2: %3. %4")
                        .arg(id)
                        .arg(experiment.name, countsOf(counts), timeOf(counts)));

    TrainingPrinter printer(
        store, console, json, QStringLiteral("the same command goes on from there, with all that is left"));
    std::size_t ended = 0;
    const jobs::Emit emit = [&](const jobs::TrainingEvent& event) {
        printer(event);
        const auto* done = std::get_if<jobs::TrainingDone>(&event);
        if (done != nullptr && done->runs.empty() && !done->stopped)
            console.message(
                QStringLiteral("%1 of %2 trainings have ended.").arg(++ended).arg(expansion.requests.size()));
    };
    if (way.part)
        return exitStatus(slurm::trainPart(store, expansion.requests, *way.part, control, emit));
    auto outcome = jobs::TrainingOutcome::Finished;
    if (way.onSlurm)
        outcome = slurm::train(store, file, expansion.requests, control, console);
    else if (way.processes > 1)
        outcome = trainSideBySide(store, expansion.requests, way.processes, json, control, console, emit);
    // What failed side by side is tried once more, and is then reported.
    if (outcome == jobs::TrainingOutcome::Finished
        || (outcome == jobs::TrainingOutcome::Failed && !way.onSlurm))
        outcome = jobs::runTrainings(store, expansion.requests, control, emit);
    if (outcome == jobs::TrainingOutcome::Stopped)
        console.message(
            QStringLiteral("Stopped; the same command goes on from there, with all that is left."));
    const bool isOver = outcome == jobs::TrainingOutcome::Finished
        || (outcome == jobs::TrainingOutcome::Failed && jobs::openIfOver(store, id));
    if (outcome == jobs::TrainingOutcome::Failed)
        console.message(isOver
                ? QStringLiteral(
                    "Some trainings failed, and are left out. The same command tries them again.")
                : QStringLiteral("Some trainings failed, and no test figure of the experiment is opened. The "
                                 "same command tries them again."));
    if (!isOver)
        return exitStatus(outcome);
    if (leavesOut(experiment))
        printAnswer(store, id, json, console);
    printComparison(store, id, json, console);
    return exitStatus(outcome);
}

/// The experiment of the file, on other data where --data names some: a table of the paper on a cohort of its
/// shape, say.
experiments::ExperimentFile fileOf(const Arguments& arguments, const systems::SystemRegistry& systems)
{
    auto file = experiments::readExperimentFile(arguments.positional(0).value_or(QString()), systems);
    const auto data = arguments.value(QStringLiteral("data"));
    if (!data) {
        if (!file.isSample() && !QFileInfo::exists(file.data))
            throw Error("The data of this experiment is not there: " + file.data.toStdString()
                + ". Say where yours is with --data.");
        return file;
    }
    return experiments::experimentFrom(
        experiments::onData(file.json, *data), QDir::currentPath(), file.name, systems);
}

int sweep(const Arguments& arguments, Console& console)
{
    const QString storePath = arguments.required(QStringLiteral("store"));
    const auto systems = systems::builtinSystems();
    const auto file = fileOf(arguments, systems);
    const auto way = wayOf(arguments);
    const auto draws = experiments::drawsOf(file);
    if (arguments.has(QStringLiteral("dry-run"))) {
        for (const auto& draw : draws)
            if (const int status = dryRun(draw, storePath, systems, way.json, console); status != kDone)
                return status;
        return kDone;
    }
    store::Store store(storePath);
    if (const std::string slow = training::blasWarning(); !slow.empty())
        console.message(QStringLiteral("warning: ") + text(slow));
    training::RunControl control;
    const InterruptGuard guard(control);
    int worst = kDone;
    for (const auto& draw : draws) {
        const int status = sweepOne(store, draw, storePath, systems, way, control, console);
        if (status != kDone && status != kWorkFailed)
            return status;
        worst = std::max(worst, status); // what failed is said; the other draws do not hang on it
    }
    return worst;
}

} // namespace

Command sweepCommand()
{
    return { QStringLiteral("sweep"),
        QStringLiteral("Train and compare what an experiment's file asks for, or a table of the paper "
                       "(table-3-los): a grid over seeds and folds."),
        { { QStringLiteral("EXPERIMENT.json") },
            { { QStringLiteral("store"), QStringLiteral("RUNS.sqlite"),
                  QStringLiteral("keeps the runs; made when absent"), true },
                { QStringLiteral("data"), QStringLiteral("DATA"),
                    QStringLiteral(
                        "other data than the file's: a path, or sample: and a kind of btw sample") },
                { QStringLiteral("engine"), QStringLiteral("local|slurm"),
                    QStringLiteral("where it is trained: on this machine, or as an array of jobs (local)") },
                { QStringLiteral("jobs"), QStringLiteral("N"),
                    QStringLiteral(
                        "steps that are trained at the same time, each in a process of its own with "
                        "the experiment's threads (1)") },
                { QStringLiteral("part"), QStringLiteral("K"),
                    QStringLiteral("what a job of the array does: train this part, open nothing") },
                { QStringLiteral("dry-run"), {},
                    QStringLiteral("count what would be trained, and how long it would take, and stop") },
                { QStringLiteral("json"), {},
                    QStringLiteral("one JSON object per line on standard output") } } },
        sweep };
}

} // namespace btw::cli
