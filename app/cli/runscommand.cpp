// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "words.h"

#include "workspace/store/runsjson.h"
#include "workspace/store/store.h"

#include <map>

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

QString headingOf(const store::TrainingRecord& training)
{
    QStringList modalities;
    for (const auto& name : training.spec.modalities)
        modalities.append(text(name));
    const QString some
        = modalities.isEmpty() ? QString() : QStringLiteral(" · ") + modalities.join(QStringLiteral(" + "));
    return QStringLiteral("training %1 · %2%3 · %4 · seed %5 · %6 · %7")
        .arg(training.id)
        .arg(training.system, some, training.variant)
        .arg(training.seed)
        .arg(training.cohort, store::stateName(training.state));
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
    // Another program may add to the store between the two reads.
    const auto trainings = store.trainings();
    std::map<std::int64_t, store::RunRecord> others; // of no training
    for (store::RunRecord& run : store.runs())
        others.emplace(run.id, std::move(run));
    const auto all = others;
    const auto add = [&](const store::RunRecord& run) {
        table.add({ QString::number(run.id), run.name, store::statusName(run.status),
            QString::number(run.epochs), metrics(run.validation, shown), metrics(run.test, shown) });
    };
    for (const store::TrainingRecord& training : trainings) {
        if (training.runs.empty()) // cancelled before it began
            continue;
        table.addHeading(headingOf(training));
        for (const store::TrainingRun& part : training.runs) {
            if (const auto run = all.find(part.runId); run != all.end())
                add(run->second);
            others.erase(part.runId);
        }
    }
    if (!others.empty())
        table.addHeading(QStringLiteral("of no training"));
    for (const auto& [id, run] : others)
        add(run);
    table.print(console);
    return kDone;
}

} // namespace

Command runsCommand()
{
    return { QStringLiteral("runs"), QStringLiteral("List the trainings of a store and their runs."),
        { {},
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") } } },
        runs };
}

} // namespace btw::cli
