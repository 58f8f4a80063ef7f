// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "files.h"
#include "predictionsfile.h"
#include "words.h"

#include "engine/data/cohortcheck.h"
#include "engine/data/names.h"
#include "engine/error.h"
#include "engine/spec/parameter.h"
#include "engine/weighting/names.h"
#include "workspace/io/summary.h"

#include <QJsonObject>
#include <algorithm>
#include <array>

namespace btw::cli {

namespace {

Task taskOf(const Arguments& arguments)
{
    const auto task = data::parseTask(arguments.required(QStringLiteral("task")).toStdString());
    if (!task)
        throw Error("--task is '" + arguments.required(QStringLiteral("task")).toStdString()
            + "', but must be regression or classification.");
    return *task;
}

/// The keys of a spec that weights follow from where nothing is trained, beside rescale, which is a switch
/// here.
constexpr std::array kWords { "variant", "variance", "mi" };

const training::Parameter& parameterOf(const char* key)
{
    return *training::findParameter(training::commonParameters(), key);
}

/// "one, two, three (one)": what the key may be, and its default.
QString namesOf(const char* key)
{
    const auto& parameter = parameterOf(key);
    return text(weighting::joined(parameter.choices()) + " (" + parameter.defaultText() + ")");
}

weighting::Options options(const Arguments& arguments, Task task)
{
    training::ExperimentSpec spec;
    for (const char* key : kWords) {
        const auto word = arguments.value(QString::fromLatin1(key));
        if (word && !parameterOf(key).setFromText(spec, word->toStdString()))
            throw Error("--" + std::string(key) + " is '" + word->toStdString() + "', but must be "
                + parameterOf(key).allowed() + ".");
        if (word && !parameterOf(key).isReadFor(task))
            throw Error("--" + std::string(key) + " changes nothing for a "
                + (task == Task::Regression ? "regression" : "classification") + ": leave it out.");
    }
    weighting::Options options;
    options.variant = spec.variant;
    options.variance = spec.variance;
    options.mi = spec.mi;
    options.rescale = arguments.has(QStringLiteral("rescale"));
    return options;
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
    const Task task = taskOf(arguments);
    const weighting::Options asked = options(arguments, task);
    PredictionsFile file = readPredictions(arguments.positional(0).value_or(QString()), task);
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
                { QStringLiteral("variant"), QStringLiteral("V"), namesOf("variant") },
                { QStringLiteral("variance"), QStringLiteral("P"),
                    namesOf("variance") + QStringLiteral("; regression only") },
                { QStringLiteral("mi"), QStringLiteral("P"),
                    namesOf("mi")
                        + QStringLiteral(": the training rows that mutual information is estimated on") },
                { QStringLiteral("rescale"), {},
                    QStringLiteral(
                        "multiply by the number of modalities that an instance has, so that a neutral "
                        "weight is 1") },
                { QStringLiteral("json"), {}, QStringLiteral("mutual information as one JSON document") } } },
        weights };
}

} // namespace btw::cli
