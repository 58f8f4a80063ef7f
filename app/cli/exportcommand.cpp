// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"

#include "workspace/store/exportcsv.h"
#include "workspace/store/store.h"

namespace btw::cli {

namespace {

int exportRun(const Arguments& arguments, Console& console)
{
    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    const std::int64_t run = runNamed(store, arguments.required(QStringLiteral("run")));
    const QString out = arguments.required(QStringLiteral("out"));
    keepStore(store, out);
    store::writeExport(store, run, out);
    console.message(QStringLiteral("Wrote %1: run %2 at its best epoch.").arg(out).arg(run));
    if (const auto record = store.run(run); record && !store::testIsOpen(*record))
        console.message(
            QStringLiteral("Its test rows are left empty until the training that asked for it has ended."));
    return kDone;
}

} // namespace

Command exportCommand()
{
    return { QStringLiteral("export"),
        QStringLiteral("Write a run's predictions and weights at its best epoch as CSV."),
        { {},
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("run"), QStringLiteral("RUN"), QStringLiteral("its number, or 'last'"),
                    true },
                { QStringLiteral("out"), QStringLiteral("F.csv"), QStringLiteral("the file to write"),
                    true } } },
        exportRun };
}

} // namespace btw::cli
