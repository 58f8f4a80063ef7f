// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "words.h"

#include "engine/data/names.h"
#include "engine/systems/system.h"

#include <QJsonArray>

namespace btw::cli {

namespace {

QStringList inputsOf(const systems::SystemInfo& info)
{
    QStringList names;
    for (const auto kind : info.inputs)
        names.append(text(data::kindName(kind)));
    return names;
}

QStringList tasksOf(const systems::SystemInfo& info)
{
    QStringList names;
    for (const auto task : info.tasks)
        names.append(text(data::taskName(task)));
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
                keys.append(text(parameter.key));
            all.append(QJsonObject { { QStringLiteral("name"), text(info.name) },
                { QStringLiteral("title"), text(info.title) },
                { QStringLiteral("citation"), text(info.citation) },
                { QStringLiteral("inputs"), QJsonArray::fromStringList(inputsOf(info)) },
                { QStringLiteral("tasks"), QJsonArray::fromStringList(tasksOf(info)) },
                { QStringLiteral("weighted"), info.weighted },
                { QStringLiteral("parameters"), QJsonArray::fromStringList(keys) } });
        }
        console.result(all);
        return kDone;
    }
    Table table({ QStringLiteral("NAME"), QStringLiteral("WHAT IT IS"), QStringLiteral("TASKS"),
        QStringLiteral("INPUTS"), QStringLiteral("WEIGHTED"), QStringLiteral("FROM") });
    for (const auto& system : systems.all()) {
        const auto& info = system->info();
        table.add({ text(info.name), text(info.title), tasksOf(info).join(QStringLiteral(", ")),
            inputsOf(info).join(QStringLiteral(", ")),
            info.weighted ? QStringLiteral("yes") : QStringLiteral("no"), text(info.citation) });
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
