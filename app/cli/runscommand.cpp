// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "words.h"

#include "engine/error.h"
#include "workspace/jobs/experimentprogress.h"
#include "workspace/store/runsjson.h"
#include "workspace/store/store.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <map>

namespace btw::cli {

namespace {

QString headingOf(const store::TrainingRecord& training)
{
    QStringList modalities;
    for (const auto& name : training.spec.modalities)
        modalities.append(text(name));
    const QString some
        = modalities.isEmpty() ? QString() : QStringLiteral(" · ") + modalities.join(QStringLiteral(" + "));
    return QStringLiteral("training %1 · %2%3 · %4 · seed %5 · %6 · split %7 · %8")
        .arg(training.id)
        .arg(training.system, some, training.variant)
        .arg(training.seed)
        .arg(training.cohort)
        .arg(training.splitId)
        .arg(store::stateName(training.state));
}

/// "experiment 3 · folds · 15 trainings", and what keeps its test figures hidden.
QString experimentLine(const store::ExperimentRecord& experiment, const jobs::ExperimentProgress& progress,
    const jobs::RunsById& runs, const jobs::TrainingsById& trainings)
{
    QString line
        = QStringLiteral("experiment %1 · %2 · %3")
              .arg(experiment.id)
              .arg(experiment.name,
                  counted(experiment.parts.size(), QStringLiteral("training"), QStringLiteral("trainings")));
    const auto open = std::count_if(
        experiment.parts.begin(), experiment.parts.end(), [&](const store::ExperimentPart& part) {
            const auto training = trainings.find(part.trainingId);
            const auto last
                = training == trainings.end() ? runs.end() : runs.find(training->second.lastRun());
            return last != runs.end() && store::testIsOpen(last->second);
        });
    if (static_cast<std::size_t>(open) + progress.failed + progress.cancelled < progress.trainings
        || open == 0) {
        line += QStringLiteral(" · ") + jobs::hiddenSentence(progress);
        if (progress.isHeldBack() && progress.ended > 0)
            line += QStringLiteral(" btw resume --experiment %1 trains them; --open-without gives them up.")
                        .arg(experiment.id);
    } else if (progress.ended < progress.trainings) {
        line += QStringLiteral(" · ") + jobs::progressSentence(progress);
    }
    return line;
}

/// Every opening of test figures, and whether the list is as it was written.
int looks(const store::Store& store, bool json, Console& console)
{
    const auto reads = store.testReads();
    const bool isWhole = store::isUnbroken(reads);
    QJsonArray list;
    Table table({ QStringLiteral("WHEN (UTC)"), QStringLiteral("BY"), QStringLiteral("RUNS"),
        QStringLiteral("TEST ROWS") });
    for (const auto& read : reads) {
        QJsonArray ids;
        QStringList names;
        for (const auto run : read.runs) {
            ids.append(static_cast<qint64>(run));
            names << QString::number(run);
        }
        list.append(QJsonObject { { QStringLiteral("at"), read.at.toString(Qt::ISODateWithMs) },
            { QStringLiteral("by"), read.command }, { QStringLiteral("runs"), ids },
            { QStringLiteral("rows"), static_cast<qint64>(read.rows) },
            { QStringLiteral("hash"), read.hash } });
        table.add({ read.at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")), read.command,
            names.join(QLatin1Char(' ')), QString::number(read.rows) });
    }
    if (json)
        console.result(
            QJsonObject { { QStringLiteral("looks"), list }, { QStringLiteral("unbroken"), isWhole },
                { QStringLiteral("head"), reads.empty() ? QString() : reads.back().hash } });
    else if (reads.empty())
        console.result(QStringLiteral("No look at test figures is recorded in this store."));
    else
        table.print(console);
    if (!isWhole) {
        console.message(
            QStringLiteral("error: The list of looks has been changed since it was written: a row was "
                           "edited, moved or removed. Do not rely on its count."));
        return kUnusable;
    }
    if (!json && !reads.empty())
        console.result(QStringLiteral("%1 in this store; the list is as it was written (%2).")
                           .arg(counted(reads.size(), QStringLiteral("look"), QStringLiteral("looks")),
                               reads.back().hash.left(12)));
    return kDone;
}

int runs(const Arguments& arguments, Console& console)
{
    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    if (arguments.has(QStringLiteral("looks")))
        return looks(store, arguments.has(QStringLiteral("json")), console);
    const bool withCurves = arguments.has(QStringLiteral("curves"));
    if (withCurves && !arguments.has(QStringLiteral("json")))
        throw Error("--curves goes with --json: the list has no room for curves.");
    if (arguments.has(QStringLiteral("json"))) {
        console.result(store::runsJson(store, withCurves));
        return kDone;
    }
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
            QString::number(run.epochs), briefMetrics(run.validation), briefMetrics(run.test) });
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
    const auto experiments = store.experiments();
    const auto known = experiments.empty() ? jobs::TrainingsById() : jobs::trainingsById(store);
    for (const auto& experiment : experiments)
        console.result(experimentLine(experiment, jobs::progressOf(experiment, known, all), all, known));
    return kDone;
}

} // namespace

Command runsCommand()
{
    return { QStringLiteral("runs"), QStringLiteral("List the trainings of a store and their runs."),
        { {},
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("looks"), {},
                    QStringLiteral(
                        "every time that test figures were opened, and whether that list is intact") },
                { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") },
                { QStringLiteral("curves"), {},
                    QStringLiteral("with --json: calibration and decision curves of classes, too") } } },
        runs };
}

} // namespace btw::cli
