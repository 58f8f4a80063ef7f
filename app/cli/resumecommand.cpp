// SPDX-License-Identifier: GPL-3.0-or-later
#include "answerprinter.h"
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "outcome.h"
#include "trainingprinter.h"
#include "words.h"

#include "engine/error.h"
#include "workspace/jobs/opening.h"
#include "workspace/jobs/runner.h"
#include "workspace/store/store.h"

#include <variant>

namespace btw::cli {

namespace {

QString againWords(const store::Store& store)
{
    return QStringLiteral("btw resume %1 --store ") + store.path() + QStringLiteral(" goes on from there");
}

/// Trains what of an experiment was stopped, cancelled, failed or never begun.
jobs::TrainingOutcome trainWhatIsLeft(
    store::Store& store, std::int64_t experiment, bool json, Console& console)
{
    const auto left = jobs::queueAgain(store, experiment);
    if (left.trainings.empty()) {
        jobs::openIfOver(store, experiment);
        console.message(
            QStringLiteral("All trainings of experiment %1 have ended: there is nothing to resume.")
                .arg(experiment));
        return jobs::TrainingOutcome::Finished;
    }
    training::RunControl control;
    const InterruptGuard guard(control);
    TrainingPrinter printer(store, console, json, againWords(store));
    const auto last = left.trainings.back().id;
    std::int64_t current = 0;
    const jobs::Emit emit = [&](const jobs::TrainingEvent& event) {
        // That figures are hidden is no news while others are still to be trained.
        const auto* problem = std::get_if<jobs::ProblemFound>(&event);
        if (problem == nullptr || problem->runId != 0 || current == last)
            printer(event);
    };
    auto outcome = jobs::TrainingOutcome::Finished;
    for (const auto& training : left.trainings) {
        current = training.id;
        const auto result = jobs::resumeTraining(store, training.id, control, emit);
        if (result == jobs::TrainingOutcome::Stopped)
            return result;
        if (result == jobs::TrainingOutcome::Failed)
            outcome = result;
    }
    return outcome;
}

int resumeExperiment(
    store::Store& store, const Arguments& arguments, std::int64_t experiment, Console& console)
{
    if (arguments.positional(0) || arguments.has(QStringLiteral("alone")))
        throw Error("--experiment cannot be combined with RUN or --alone: it is about a whole experiment.");
    if (!arguments.has(QStringLiteral("open-without")))
        return exitStatus(trainWhatIsLeft(store, experiment, arguments.has(QStringLiteral("json")), console));
    jobs::openWithout(store, experiment);
    console.message(QStringLiteral("Test figures of experiment %1 are open. That is counted as a look: btw "
                                   "runs --looks; btw compare --experiment %1 shows them.")
                        .arg(experiment));
    return kDone;
}

int resume(const Arguments& arguments, Console& console)
{
    store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Existing);
    if (const auto experiment = arguments.integer(QStringLiteral("experiment"), 0); experiment != 0)
        return resumeExperiment(store, arguments, experiment, console);
    if (arguments.has(QStringLiteral("open-without")))
        throw Error("--open-without goes with --experiment: it says whose trainings are given up.");
    if (!arguments.positional(0))
        throw Error("resume needs RUN, or --experiment; btw runs lists both by number.");
    const std::int64_t run = runNamed(store, arguments.positional(0).value_or(QString()));
    training::RunControl control;
    const InterruptGuard guard(control);
    TrainingPrinter printer(store, console, arguments.has(QStringLiteral("json")), againWords(store));
    const bool isAlone = arguments.has(QStringLiteral("alone"));
    const auto outcome = isAlone ? jobs::trainRun(store, run, control, std::ref(printer))
                                 : jobs::resumeRun(store, run, control, std::ref(printer));
    if (!isAlone && !arguments.has(QStringLiteral("json")) && !printer.ended().empty())
        printBesideReferences(store, printer.ended(), console);
    return exitStatus(outcome);
}

} // namespace

Command resumeCommand()
{
    return { QStringLiteral("resume"),
        QStringLiteral("Finish what a run depends on, then the run; or what is left of an experiment."),
        { { QStringLiteral("[RUN]") },
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("experiment"), QStringLiteral("N"),
                    QStringLiteral("in place of RUN: train everything of this experiment that was stopped, "
                                   "cancelled or never begun, or that failed") },
                { QStringLiteral("open-without"), {},
                    QStringLiteral("with --experiment: train nothing, give up what is left of it, and open "
                                   "the test figures of the rest (counted as a look)") },
                { QStringLiteral("alone"), {},
                    QStringLiteral(
                        "nothing but this run, whose inputs are finished; its training is ended by "
                        "whoever asked for it") },
                { QStringLiteral("json"), {},
                    QStringLiteral("one JSON object per line on standard output") } } },
        resume };
}

} // namespace btw::cli
