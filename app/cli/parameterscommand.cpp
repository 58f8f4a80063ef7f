// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "words.h"

#include "engine/error.h"
#include "engine/spec/names.h"
#include "engine/systems/system.h"
#include "engine/weighting/names.h"
#include "workspace/experiments/experimentschema.h"
#include "workspace/store/specschema.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace btw::cli {

namespace {

using training::Parameter;

/// The systems that read a parameter.
QJsonArray readersOf(const Parameter& parameter, const systems::SystemRegistry& systems)
{
    QJsonArray names;
    for (const auto& system : systems.all())
        if (training::findParameter(systems::parametersByDefault(*system), parameter.key) != nullptr)
            names.append(text(system->info().name));
    return names;
}

QJsonValue defaultOf(const Parameter& parameter)
{
    if (parameter.isBoolean())
        return parameter.boolean({});
    if (parameter.isList())
        return QJsonArray();
    if (parameter.isText())
        return text(parameter.defaultText());
    return parameter.isInteger() ? QJsonValue(static_cast<qint64>(parameter.number({})))
                                 : QJsonValue(parameter.number({}));
}

QJsonObject toJson(const Parameter& parameter, const systems::SystemRegistry& systems)
{
    QJsonObject json { { QStringLiteral("key"), text(parameter.key) },
        { QStringLiteral("kind"), text(parameter.kind()) },
        { QStringLiteral("default"), defaultOf(parameter) }, { QStringLiteral("unit"), text(parameter.unit) },
        { QStringLiteral("label"), text(parameter.label) },
        { QStringLiteral("explanation"), text(parameter.explanation) },
        { QStringLiteral("source"), text(parameter.source) },
        { QStringLiteral("danger"), text(parameter.danger) },
        { QStringLiteral("allowed"), text(parameter.allowed()) },
        { QStringLiteral("systems"), readersOf(parameter, systems) } };
    if (parameter.isInteger() || parameter.isReal()) {
        json.insert(QStringLiteral("range"), QJsonArray { parameter.range.low, parameter.range.high });
    } else if (parameter.isText()) {
        QJsonArray choices;
        for (const auto& choice : parameter.choices())
            choices.append(text(choice));
        if (parameter.key == "model")
            for (const auto& system : systems.all())
                choices.append(text(system->info().name));
        json.insert(QStringLiteral("choices"), choices);
    }
    QJsonArray steps;
    for (const auto& name : training::stepNames())
        if (parameter.steps.contains(*training::parseStep(name)))
            steps.append(text(name));
    json.insert(QStringLiteral("steps"), steps);
    QJsonArray variants;
    for (const auto variant : parameter.variants())
        variants.append(text(weighting::toString(variant)));
    json.insert(QStringLiteral("variants"), variants);
    return json;
}

QString namesOf(const QJsonArray& names)
{
    QStringList all;
    for (const auto& name : names)
        all.append(name.toString());
    return all.join(QStringLiteral(", "));
}

/// The handbook's table.
void printMarkdown(
    const std::vector<Parameter>& parameters, const systems::SystemRegistry& systems, Console& console)
{
    console.result(
        QStringLiteral("# Every key of an experiment\n\n"
                       "Written by `btw parameters --format markdown`; do not edit it by hand. "
                       "Each key is a flag of `btw train` (`--top-k 4`), and a key of the JSON file "
                       "that `--spec` reads. The defaults are those of the preset `paper`.\n\n"
                       "| key | default | allowed | what it is | read by | default from |\n"
                       "|---|---|---|---|---|---|"));
    for (const auto& parameter : parameters)
        console.result(QStringLiteral("| `%1` | %2 | %3 | %4 | %5 | %6 |")
                           .arg(text(parameter.key), text(parameter.defaultText()), text(parameter.allowed()),
                               text(parameter.explanation), namesOf(readersOf(parameter, systems)),
                               text(parameter.source)));
    console.result(QStringLiteral("\n## Presets\n\nWhat each changes of the defaults above.\n\n"
                                  "| preset | key | value |\n|---|---|---|"));
    for (const auto& preset : training::presetNames()) {
        if (preset == "auto" || preset == "paper")
            continue;
        for (const auto& one :
            training::differences(parameters, {}, training::presetSpec(std::string(preset), 0)))
            console.result(
                QStringLiteral("| `%1` | `%2` | %3 |").arg(text(preset), text(one.key), text(one.second)));
    }
}

int printParameters(const Arguments& arguments, Console& console)
{
    const auto systems = systems::builtinSystems();
    auto parameters = systems.parameters();
    if (const auto name = arguments.value(QStringLiteral("system")))
        parameters = systems::parametersByDefault(systems.get(name->toStdString()));

    const QString format = arguments.value(QStringLiteral("format"))
                               .value_or(arguments.has(QStringLiteral("json")) ? QStringLiteral("json")
                                                                               : QStringLiteral("text"));
    if (format == QLatin1String("json")) {
        QJsonArray all;
        for (const auto& parameter : parameters)
            all.append(toJson(parameter, systems));
        console.result(all);
    } else if (format == QLatin1String("schema")) {
        console.result(store::specSchema(parameters));
    } else if (format == QLatin1String("experiment-schema")) {
        console.result(experiments::experimentSchema(systems));
    } else if (format == QLatin1String("markdown")) {
        printMarkdown(parameters, systems, console);
    } else if (format == QLatin1String("text")) {
        Table table({ QStringLiteral("KEY"), QStringLiteral("DEFAULT"), QStringLiteral("ALLOWED"),
            QStringLiteral("WHAT IT IS") });
        for (const auto& parameter : parameters)
            table.add({ text(parameter.key), text(parameter.defaultText()), text(parameter.allowed()),
                text(parameter.explanation) });
        table.print(console);
    } else {
        throw Error("--format is '" + format.toStdString()
            + "', but must be one of text, json, schema, experiment-schema, markdown.");
    }
    return kDone;
}

} // namespace

Command parametersCommand()
{
    return { QStringLiteral("parameters"),
        QStringLiteral("List every key of an experiment: what it is, its default and what it may be."),
        { {},
            { { QStringLiteral("system"), QStringLiteral("SYSTEM"),
                  QStringLiteral("only those that it reads") },
                { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") },
                { QStringLiteral("format"), QStringLiteral("F"),
                    QStringLiteral(
                        "text, json, schema (the JSON schema), experiment-schema (that of btw sweep's files) "
                        "or markdown (the handbook's table)") } } },
        printParameters };
}

} // namespace btw::cli
