// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"
#include "predictionsfile.h"
#include "words.h"

#include "engine/data/cohortcheck.h"
#include "engine/data/names.h"
#include "engine/error.h"
#include "engine/weighting/names.h"
#include "workspace/io/summary.h"

#include <QJsonObject>
#include <algorithm>

namespace btw::cli {

namespace {

weighting::Options options(const Arguments& arguments)
{
    weighting::Options options;
    if (const auto word = arguments.value(QStringLiteral("variant"))) {
        const auto variant = weighting::parseVariant(word->toStdString());
        if (!variant)
            throw Error("--variant is '" + word->toStdString() + "', but must be one of "
                + weighting::joined(weighting::variantNames()) + ".");
        options.variant = *variant;
    }
    if (const auto word = arguments.value(QStringLiteral("variance"))) {
        const auto variance = weighting::parseVariance(word->toStdString());
        if (!variance)
            throw Error("--variance is '" + word->toStdString() + "', but must be one of "
                + weighting::joined(weighting::varianceNames()) + ".");
        options.variance = *variance;
    }
    if (const auto word = arguments.value(QStringLiteral("mi"))) {
        const auto policy = weighting::parseMiPolicy(word->toStdString());
        if (!policy)
            throw Error("--mi is '" + word->toStdString() + "', but must be one of "
                + weighting::joined(weighting::miPolicyNames()) + ".");
        options.mi = *policy;
    }
    options.rescale = arguments.has(QStringLiteral("rescale"));
    return options;
}

Task task(const Arguments& arguments)
{
    const auto task = data::parseTask(arguments.required(QStringLiteral("task")).toStdString());
    if (!task)
        throw Error("--task is '" + arguments.required(QStringLiteral("task")).toStdString()
            + "', but must be regression or classification.");
    return *task;
}

QJsonObject summary(const weighting::Inputs& inputs, const weighting::Weights& weights,
    const weighting::Options& options, const QString& note)
{
    QJsonObject mi;
    QJsonObject normalised;
    for (std::size_t m = 0; m < inputs.modalities.size(); ++m) {
        mi.insert(text(inputs.modalities[m]), jsonNumber(weights.mi[m]));
        normalised.insert(text(inputs.modalities[m]), jsonNumber(weights.miNormalised[m]));
    }
    QJsonObject json {
        { QStringLiteral("mi"), mi },
        { QStringLiteral("mi_normalised"), normalised },
        { QStringLiteral("variant"), text(weighting::toString(options.variant)) },
        { QStringLiteral("variance"),
            inputs.task == Task::Regression ? QJsonValue(text(weighting::toString(options.variance)))
                                            : QJsonValue() },
        { QStringLiteral("mi_policy"), text(weighting::toString(options.mi)) },
        { QStringLiteral("rescale"), options.rescale },
        { QStringLiteral("n"), static_cast<qint64>(inputs.ids.size()) },
    };
    if (!note.isEmpty())
        json.insert(QStringLiteral("note"), note);
    return json;
}

int weights(const Arguments& arguments, Console& console)
{
    const weighting::Options asked = options(arguments);
    PredictionsFile file = readPredictions(arguments.positional(0).value_or(QString()), task(arguments));
    for (const io::Problem& problem : file.problems)
        console.message(io::problemLine(problem));
    if (std::any_of(file.problems.begin(), file.problems.end(),
            [](const io::Problem& problem) { return problem.severity == data::Severity::Error; }))
        return kUnusable;

    const weighting::Inputs inputs = file.inputs;
    const weighting::Weights result
        = weighting::Weigher(std::move(file.inputs), asked).compute(file.multimodal);
    for (const std::string& warning : result.warnings)
        console.message(QStringLiteral("warning: ") + text(warning));
    const bool leaks
        = inputs.task == Task::Regression && asked.variance == weighting::Variance::ResidualLabels;
    const QString note = leaks ? QStringLiteral("uses evaluation labels") : QString();
    if (leaks)
        console.message(
            QStringLiteral("warning: these weights use evaluation labels (variance residual-labels): they "
                           "are for replication, not for judging a model."));
    const QString out = arguments.required(QStringLiteral("out"));
    keepInput(arguments.positional(0).value_or(QString()), out);
    writeWhole(out, weightsCsv(inputs, result, note));
    console.message(
        QStringLiteral("Wrote %1: %2.")
            .arg(out, counted(inputs.ids.size(), QStringLiteral("instance"), QStringLiteral("instances"))));

    if (arguments.has(QStringLiteral("json"))) {
        console.result(summary(inputs, result, asked, note));
    } else {
        Table table({ QStringLiteral("modality"), QStringLiteral("mutual information"),
            QStringLiteral("normalised") });
        for (std::size_t m = 0; m < inputs.modalities.size(); ++m)
            table.add({ text(inputs.modalities[m]), figure(result.mi[m]), figure(result.miNormalised[m]) });
        table.print(console);
    }
    return kDone;
}

} // namespace

Command weightsCommand()
{
    return { QStringLiteral("weights"),
        QStringLiteral("Weights from the predictions of any model, without training."),
        { { QStringLiteral("PREDICTIONS.csv") },
            { { QStringLiteral("task"), QStringLiteral("TASK"),
                  QStringLiteral("regression or classification"), true },
                { QStringLiteral("out"), QStringLiteral("WEIGHTS.csv"), QStringLiteral("the file to write"),
                    true },
                { QStringLiteral("variant"), QStringLiteral("V"),
                    text(weighting::joined(weighting::variantNames()) + " (btw)") },
                { QStringLiteral("variance"), QStringLiteral("P"),
                    text(weighting::joined(weighting::varianceNames()) + " (neighbours); regression only") },
                { QStringLiteral("mi"), QStringLiteral("P"),
                    text(weighting::joined(weighting::miPolicyNames())
                        + " (present): the training rows that mutual information is estimated on") },
                { QStringLiteral("rescale"), {},
                    QStringLiteral(
                        "multiply by the number of modalities that an instance has, so that a neutral "
                        "weight is 1") },
                { QStringLiteral("json"), {}, QStringLiteral("mutual information as one JSON document") } } },
        weights };
}

} // namespace btw::cli
