// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bench.h"
#include "command.h"
#include "words.h"

#include "engine/error.h"
#include "engine/training/runtime.h"

#include <QJsonArray>

#include <algorithm>

namespace btw::cli {

namespace {

QJsonObject json(const QString& name, const BenchResult& result, const BenchParameters& parameters)
{
    QJsonObject object { { QStringLiteral("bench"), name }, { QStringLiteral("threads"), parameters.threads },
        { QStringLiteral("device"), QString::fromStdString(parameters.device) },
        { QStringLiteral("median_ms"), result.medianMs }, { QStringLiteral("min_ms"), result.minMs },
        { QStringLiteral("repeats"), static_cast<qint64>(result.repeats) } };
    const std::vector<std::pair<const char*, std::optional<std::int64_t>>> optional = { { "n", result.n },
        { "modalities", result.modalities }, { "batch", result.batch }, { "params", result.params } };
    for (const auto& [key, value] : optional) {
        if (value)
            object.insert(QLatin1String(key), static_cast<qint64>(*value));
    }
    if (result.worstMs)
        object.insert(QStringLiteral("worst_ms"), *result.worstMs);
    if (!result.against.isEmpty())
        object.insert(QStringLiteral("against"), result.against);
    for (const auto& [key, value] : result.figures)
        object.insert(key, value);
    if (!result.busiest.isEmpty())
        object.insert(QStringLiteral("busiest"), result.busiest);
    return object;
}

/// "; against experts, experts 16, ..."
QString described(const BenchResult& result)
{
    QStringList parts;
    if (!result.against.isEmpty())
        parts.append(QStringLiteral("against %1").arg(result.against));
    for (const auto& [key, value] : result.figures)
        parts.append(QStringLiteral("%1 %2").arg(key, figure(value)));
    if (!result.busiest.isEmpty())
        parts.append(QStringLiteral("busiest with %1").arg(result.busiest));
    return parts.isEmpty() ? QString() : QStringLiteral("; ") + parts.join(QStringLiteral(", "));
}

int bench(const Arguments& arguments, Console& console)
{
    std::vector<Bench> chosen = benches();
    if (const auto name = arguments.positional(0)) {
        QStringList known;
        for (const Bench& one : chosen)
            known.append(one.name);
        std::erase_if(chosen, [&name](const Bench& one) { return one.name != *name; });
        if (chosen.empty())
            throw Error("There is no bench '" + name->toStdString()
                + "'; there are: " + known.join(QStringLiteral(", ")).toStdString() + ".");
    }
    constexpr std::int64_t kInstancesAtMost = 10'000'000;
    BenchParameters parameters;
    if (arguments.has(QStringLiteral("n")))
        parameters.n = arguments.integer(QStringLiteral("n"), 1, 10, kInstancesAtMost);
    parameters.modalities = arguments.integer(QStringLiteral("modalities"), parameters.modalities, 1, 1000);
    parameters.batch = arguments.integer(QStringLiteral("batch"), parameters.batch, 1, 1'000'000);
    parameters.threads
        = static_cast<int>(arguments.integer(QStringLiteral("threads"), training::physicalCores(), 1, 1024));
    training::setThreads(parameters.threads);
    const auto word = [&arguments](const char* option, const char* otherwise) {
        return arguments.value(QLatin1String(option)).value_or(QLatin1String(otherwise)).toStdString();
    };
    parameters.device = training::resolveDevice(word("device", "cpu"), word("amp", ""));

    const auto part = arguments.value(QStringLiteral("part"));
    QJsonArray list;
    Table table({ QStringLiteral("bench"), QStringLiteral("median ms"), QStringLiteral("least ms"),
        QStringLiteral("longest ms"), QStringLiteral("repeats"), QStringLiteral("what") });
    for (const Bench& one : chosen) {
        console.progress(QStringLiteral("bench %1").arg(one.name));
        const auto points = one.points ? one.points(parameters) : std::vector { parameters };
        for (const BenchParameters& point : points) {
            if (part && point.against != part->toStdString())
                continue;
            const BenchResult result = one.run(point);
            list.append(json(one.name, result, parameters));
            table.add({ one.name, figure(result.medianMs), figure(result.minMs),
                result.worstMs ? figure(*result.worstMs) : QString(), QString::number(result.repeats),
                one.summary + described(result) });
        }
    }
    if (part && list.isEmpty())
        throw Error("No bench that was asked for has a part '" + part->toStdString() + "'.");
    if (arguments.has(QStringLiteral("json")))
        console.result(list);
    else
        table.print(console);
    return kDone;
}

} // namespace

Command benchCommand()
{
    QStringList names;
    for (const Bench& one : benches())
        names.append(one.name);
    return { QStringLiteral("bench"),
        QStringLiteral("Time the program's own parts: %1.").arg(names.join(QStringLiteral(", "))),
        { { QStringLiteral("[NAME]") },
            { { QStringLiteral("n"), QStringLiteral("N"), QStringLiteral("instances (2000)") },
                { QStringLiteral("modalities"), QStringLiteral("M"), QStringLiteral("modalities (3)") },
                { QStringLiteral("batch"), QStringLiteral("B"), QStringLiteral("rows per batch (32)") },
                { QStringLiteral("threads"), QStringLiteral("T"),
                    QStringLiteral("threads (the physical cores)") },
                { QStringLiteral("device"), QStringLiteral("DEVICE"),
                    QStringLiteral("of steps, epochs and sequences: auto, cpu or cuda (cpu)") },
                { QStringLiteral("amp"), QStringLiteral("TYPE"),
                    QStringLiteral("mixed precision on a GPU: bf16 or fp16") },
                { QStringLiteral("part"), QStringLiteral("PART"),
                    QStringLiteral("only this part or curve of a bench that has several") },
                { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") } } },
        bench };
}

} // namespace btw::cli
