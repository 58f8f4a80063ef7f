// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysisfiles.h"
#include "command.h"
#include "files.h"
#include "words.h"

#include "workspace/experiments/words.h"
#include "workspace/store/store.h"

#include <QJsonArray>

#include <cmath>

namespace btw::cli {

namespace {

void printClaim(const experiments::ErrorReport& report, Console& console)
{
    const auto& ratio = report.logVarianceRatio;
    if (std::isfinite(ratio.estimate))
        console.result(QStringLiteral("Residual variance, log ratio of baseline to run: %1; %2.")
                           .arg(experiments::withInterval(ratio.estimate, ratio.low, ratio.high),
                               ratio.low > 0        ? QStringLiteral("the run's residuals vary less")
                                   : ratio.high < 0 ? QStringLiteral("the run's residuals vary more")
                                                    : QStringLiteral("no clear difference")));
    const auto& correlation = report.densityCorrelation;
    if (std::isfinite(correlation.estimate))
        console.result(
            QStringLiteral("Corrections and how common the label is, rank correlation: %1; %2.")
                .arg(experiments::withInterval(correlation.estimate, correlation.low, correlation.high),
                    correlation.low > 0        ? QStringLiteral("common labels are corrected more often")
                        : correlation.high < 0 ? QStringLiteral("rare labels are corrected more often")
                                               : QStringLiteral("no clear relation")));
    else
        console.result(
            QStringLiteral("Whether common labels are corrected more often cannot be told: fewer than 10 "
                           "rows are corrections, or fewer than 10 are not."));
    QStringList weights;
    for (const auto& one : report.weights)
        weights << QStringLiteral("%1 %2").arg(text(one.modality), figure(one.deviation.mean));
    if (!weights.isEmpty())
        console.result(
            QStringLiteral("Standard deviation of an instance's weight over the last %1 epochs, mean over "
                           "test rows: %2.")
                .arg(report.weightEpochs)
                .arg(weights.join(QStringLiteral(", "))));
}

int analyse(const Arguments& arguments, Console& console)
{
    const store::Store store(arguments.required(QStringLiteral("store")), store::Store::Mode::Reading);
    const auto baseline = arguments.value(QStringLiteral("baseline"));
    const auto report
        = experiments::errorReport(store, runNamed(store, arguments.required(QStringLiteral("run"))),
            baseline ? runNamed(store, *baseline) : 0);
    const auto looks = store.looksAt({ report.cohort.splitId });
    const auto files = writeReport(report, store, arguments.required(QStringLiteral("out")));
    if (arguments.has(QStringLiteral("json"))) {
        QJsonObject json = reportJson(report, looks);
        json.insert(QStringLiteral("files"), QJsonArray::fromStringList(files));
        console.result(json);
        return kDone;
    }
    const auto& errors = report.errors();
    console.result(QStringLiteral("%1 (run %2) against %3 (run %4) on %5 of %6: %7, %8.")
                       .arg(report.digest.run.name)
                       .arg(report.digest.run.id)
                       .arg(report.baseline.name)
                       .arg(report.baseline.id)
                       .arg(counted(static_cast<std::size_t>(errors.n), QStringLiteral("test row"),
                                QStringLiteral("test rows")),
                           report.cohort.name,
                           counted(static_cast<std::size_t>(errors.corrections), QStringLiteral("correction"),
                               QStringLiteral("corrections")),
                           counted(static_cast<std::size_t>(errors.mistakes), QStringLiteral("mistake"),
                               QStringLiteral("mistakes"))));
    Table table({ QStringLiteral("KIND"), QStringLiteral("GROUP"), QStringLiteral("ROWS"),
        QStringLiteral("PEOPLE"), QStringLiteral("CORRECTIONS"), QStringLiteral("MISTAKES") });
    for (const auto& one : report.groups)
        table.add({ one.group.kind, one.group.name, QString::number(one.n), QString::number(one.people),
            QString::number(one.corrections), QString::number(one.mistakes) });
    table.print(console);
    if (report.hiddenGroups > 0)
        console.result(
            QStringLiteral("%1 under 10 people not shown.")
                .arg(counted(report.hiddenGroups, QStringLiteral("group"), QStringLiteral("groups"))));
    printClaim(report, console);
    console.message(QStringLiteral("Wrote %1 into %2.")
                        .arg(counted(static_cast<std::size_t>(files.size()), QStringLiteral("file"),
                                 QStringLiteral("files")),
                            arguments.required(QStringLiteral("out"))));
    console.message(QStringLiteral("These test rows were opened %1 in this store.")
                        .arg(counted(looks.count, QStringLiteral("time"), QStringLiteral("times"))));
    return kDone;
}

} // namespace

Command analyseCommand()
{
    return { QStringLiteral("analyse"),
        QStringLiteral(
            "What a run puts right and wrong against its baseline, and for whom, as tables and figures."),
        { {},
            { { QStringLiteral("store"), QStringLiteral("S"), QStringLiteral("the store's SQLite file"),
                  true },
                { QStringLiteral("run"), QStringLiteral("RUN"), QStringLiteral("its number, or 'last'"),
                    true },
                { QStringLiteral("out"), QStringLiteral("DIR"),
                    QStringLiteral("the folder to write into; files of the same names are replaced"), true },
                { QStringLiteral("baseline"), QStringLiteral("RUN"),
                    QStringLiteral(
                        "another run on the same cohort to compare with (the run's own baseline)") },
                { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") } } },
        analyse };
}

} // namespace btw::cli
