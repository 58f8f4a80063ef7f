// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "words.h"

#include "engine/systems/system.h"

#include <QJsonArray>

namespace btw::cli {

namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString kindName(data::ModalityKind kind)
{
    switch (kind) {
    case data::ModalityKind::Vector:
        return QStringLiteral("vector");
    case data::ModalityKind::Sequence:
        return QStringLiteral("sequence");
    case data::ModalityKind::Series:
        break;
    }
    return QStringLiteral("series");
}

QStringList inputsOf(const systems::SystemInfo& info)
{
    QStringList names;
    for (const auto kind : info.inputs)
        names.append(kindName(kind));
    return names;
}

QStringList tasksOf(const systems::SystemInfo& info)
{
    QStringList names;
    for (const auto task : info.tasks)
        names.append(
            task == Task::Regression ? QStringLiteral("regression") : QStringLiteral("classification"));
    return names;
}

int printSystems(const Arguments& arguments, Console& console)
{
    const auto systems = systems::builtinSystems();
    if (arguments.has(QStringLiteral("json"))) {
        QJsonArray all;
        for (const auto& system : systems.all()) {
            const auto& info = system->info();
            QStringList keys;
            for (const auto& parameter : systems::parametersByDefault(*system))
                keys.append(textOf(parameter.key));
            all.append(QJsonObject { { QStringLiteral("name"), textOf(info.name) },
                { QStringLiteral("title"), textOf(info.title) },
                { QStringLiteral("citation"), textOf(info.citation) },
                { QStringLiteral("inputs"), QJsonArray::fromStringList(inputsOf(info)) },
                { QStringLiteral("tasks"), QJsonArray::fromStringList(tasksOf(info)) },
                { QStringLiteral("weighted"), info.weighted },
                { QStringLiteral("parameters"), QJsonArray::fromStringList(keys) } });
        }
        console.result(all);
        return kDone;
    }
    Table table({ QStringLiteral("NAME"), QStringLiteral("WHAT IT IS"), QStringLiteral("WEIGHTED"),
        QStringLiteral("FROM") });
    for (const auto& system : systems.all()) {
        const auto& info = system->info();
        table.add({ textOf(info.name), textOf(info.title),
            info.weighted ? QStringLiteral("yes") : QStringLiteral("no"), textOf(info.citation) });
    }
    table.print(console);
    return kDone;
}

} // namespace

Command systemsCommand()
{
    return { QStringLiteral("systems"), QStringLiteral("List what can be trained: btw train --system NAME."),
        { {}, { { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") } } },
        printSystems };
}

} // namespace btw::cli
