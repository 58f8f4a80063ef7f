// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "outcome.h"
#include "trainingprinter.h"

#include "workspace/jobs/runner.h"
#include "workspace/store/store.h"

namespace btw::cli {

namespace {

int resume(const Arguments& arguments, Console& console)
{
    store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Existing);
    const std::int64_t run = runNamed(store, arguments.positional(0).value_or(QString()));
    training::RunControl control;
    const InterruptGuard guard(control);
    TrainingPrinter printer(store, console, arguments.has(QStringLiteral("json")),
        QStringLiteral("btw resume %1 --store ") + store.path() + QStringLiteral(" goes on from there"));
    return exitStatus(arguments.has(QStringLiteral("alone"))
            ? jobs::trainRun(store, run, control, std::ref(printer))
            : jobs::resumeRun(store, run, control, std::ref(printer)));
}

} // namespace

Command resumeCommand()
{
    return { QStringLiteral("resume"), QStringLiteral("Finish what a run depends on, then the run."),
        { { QStringLiteral("RUN") },
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("alone"), {},
                    QStringLiteral(
                        "nothing but this run, whose inputs are finished; its training is ended by "
                        "who asked for it") },
                { QStringLiteral("json"), {},
                    QStringLiteral("one JSON object a line on standard output") } } },
        resume };
}

} // namespace btw::cli
