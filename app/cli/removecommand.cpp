// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"

#include "workspace/store/store.h"

namespace btw::cli {

namespace {

int remove(const Arguments& arguments, Console& console)
{
    store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Existing);
    const std::int64_t run = runNamed(store, arguments.positional(0).value_or(QString()));
    store.removeRun(run);
    console.message(QStringLiteral("Removed run %1 and its checkpoints.").arg(run));
    return kDone;
}

} // namespace

Command removeCommand()
{
    return { QStringLiteral("remove"), QStringLiteral("Remove a run and its checkpoints."),
        { { QStringLiteral("RUN") },
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                true } } },
        remove };
}

} // namespace btw::cli
