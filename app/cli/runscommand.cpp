// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "words.h"

#include "workspace/store/runsjson.h"
#include "workspace/store/store.h"

namespace btw::cli {

namespace {

QString metrics(const training::MetricSet& set, const QStringList& names)
{
    QStringList words;
    for (const QString& name : names) {
        const auto found = set.find(name.toStdString());
        if (found != set.end())
            words.append(QStringLiteral("%1 %2").arg(name, figure(found->second)));
    }
    return words.isEmpty() ? QStringLiteral("-") : words.join(QStringLiteral(", "));
}

int runs(const Arguments& arguments, Console& console)
{
    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    if (arguments.has(QStringLiteral("json"))) {
        console.result(store::runsJson(store));
        return kDone;
    }
    const QStringList shown { QStringLiteral("mae"), QStringLiteral("corr"), QStringLiteral("accuracy"),
        QStringLiteral("macro_f1"), QStringLiteral("auroc") };
    Table table({ QStringLiteral("run"), QStringLiteral("name"), QStringLiteral("status"),
        QStringLiteral("epochs"), QStringLiteral("validation"), QStringLiteral("test") });
    for (const store::RunRecord& run : store.runs())
        table.add({ QString::number(run.id), run.name, store::statusName(run.status),
            QString::number(run.epochs), metrics(run.validation, shown), metrics(run.test, shown) });
    table.print(console);
    return kDone;
}

} // namespace

Command runsCommand()
{
    return { QStringLiteral("runs"), QStringLiteral("List the runs of a store."),
        { {},
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") } } },
        runs };
}

} // namespace btw::cli
