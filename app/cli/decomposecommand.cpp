// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "predictionsfile.h"
#include "words.h"

#include "engine/analysis/modalityparts.h"
#include "engine/data/cohortcheck.h"
#include "engine/data/names.h"
#include "engine/error.h"
#include "workspace/io/summary.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace btw::cli {

namespace {

using analysis::Decomposition;
using analysis::ModalityParts;

/// The rows of one split whose label is known.
analysis::PartsQuestion questionOf(const PredictionsFile& file, Split split)
{
    const auto& inputs = file.inputs;
    const std::size_t modalities = inputs.modalities.size();
    analysis::PartsQuestion question;
    question.task = inputs.task;
    question.modalities = inputs.modalities;
    question.unimodal.resize(modalities);
    for (std::size_t i = 0; i < inputs.ids.size(); ++i) {
        if (inputs.splits[i] != split || std::isnan(inputs.y[i]))
            continue;
        question.y.push_back(inputs.y[i]);
        for (std::size_t m = 0; m < modalities; ++m) {
            const auto& from = inputs.unimodal[m];
            auto& to = question.unimodal[m];
            to.width = from.width;
            to.values.insert(to.values.end(), from.row(i), from.row(i) + from.width);
            question.present.push_back(inputs.present[i * modalities + m]);
        }
    }
    return question;
}

QString partText(const ModalityParts& parts, double Decomposition::*part)
{
    return QStringLiteral("%1 (%2, %3)")
        .arg(parts.estimate.*part, 0, 'f', 3)
        .arg(parts.byChance.*part, 0, 'f', 3)
        .arg(parts.chanceHigh.*part, 0, 'f', 3);
}

QString whyNot(const ModalityParts& parts)
{
    return parts.known == ModalityParts::Known::TooFewRows
        ? QStringLiteral("fewer than 10 rows have all of them")
        : QStringLiteral("too many combinations of predicted values");
}

QString othersOf(const ModalityParts& parts)
{
    QStringList names;
    for (const auto& name : parts.second)
        names << text(name);
    return names.join(QStringLiteral(" + "));
}

void print(const std::vector<ModalityParts>& all, Console& console)
{
    Table table({ QStringLiteral("FIRST"), QStringLiteral("SECOND"), QStringLiteral("ROWS"),
        QStringLiteral("ONLY THE FIRST SAYS"), QStringLiteral("ONLY THE SECOND"), QStringLiteral("EITHER"),
        QStringLiteral("ONLY BOTH TOGETHER") });
    for (const auto& parts : all) {
        QStringList row { text(parts.first), othersOf(parts), QString::number(parts.rows) };
        if (parts.known == ModalityParts::Known::Yes)
            row << partText(parts, &Decomposition::first) << partText(parts, &Decomposition::second)
                << partText(parts, &Decomposition::shared) << partText(parts, &Decomposition::synergy);
        else
            row << whyNot(parts);
        table.add(row);
    }
    table.print(console);
}

QJsonArray json(const std::vector<ModalityParts>& all)
{
    constexpr std::array kParts { std::pair { "unique_first", &Decomposition::first },
        std::pair { "unique_second", &Decomposition::second }, std::pair { "shared", &Decomposition::shared },
        std::pair { "synergy", &Decomposition::synergy } };
    QJsonArray list;
    for (const auto& parts : all) {
        QJsonArray second;
        for (const auto& name : parts.second)
            second.append(text(name));
        QJsonObject one { { QStringLiteral("first"), text(parts.first) },
            { QStringLiteral("second"), second }, { QStringLiteral("n"), static_cast<qint64>(parts.rows) } };
        const bool isKnown = parts.known == ModalityParts::Known::Yes;
        for (const auto& [name, part] : kParts)
            one.insert(QLatin1String(name),
                isKnown ? QJsonValue(QJsonObject { { QStringLiteral("estimate"), parts.estimate.*part },
                    { QStringLiteral("by_chance"), parts.byChance.*part },
                    { QStringLiteral("chance_high"), parts.chanceHigh.*part } })
                        : QJsonValue());
        one.insert(QStringLiteral("note"), isKnown ? QJsonValue() : QJsonValue(whyNot(parts)));
        list.append(one);
    }
    return list;
}

int decompose(const Arguments& arguments, Console& console)
{
    const auto task = data::parseTask(arguments.required(QStringLiteral("task")).toStdString());
    if (!task)
        throw Error("--task is '" + arguments.required(QStringLiteral("task")).toStdString()
            + "', but must be regression or classification.");
    const auto word = arguments.value(QStringLiteral("split")).value_or(QStringLiteral("test"));
    const auto split = data::parseSplit(word.toStdString());
    if (!split)
        throw Error("--split is '" + word.toStdString() + "', but must be train, validation or test.");
    const auto file = readPredictions(arguments.positional(0).value_or(QString()), *task);
    for (const io::Problem& problem : file.problems)
        console.message(io::problemLine(problem));
    if (std::any_of(file.problems.begin(), file.problems.end(),
            [](const io::Problem& problem) { return problem.severity == data::Severity::Error; }))
        return kUnusable;
    auto question = questionOf(file, *split);
    if (question.y.empty())
        throw Error("No row of the split " + word.toStdString() + " has a label.");
    constexpr std::int64_t kMostBins = 20;
    question.bins = static_cast<std::size_t>(arguments.integer(QStringLiteral("bins"), 4, 2, kMostBins));
    const auto all = analysis::partsOfModalities(question);
    if (*split == Split::Train)
        console.message(QStringLiteral("warning: models know the labels of their training rows: what they "
                                       "say about those is not a measure of a modality."));
    if (arguments.has(QStringLiteral("json"))) {
        console.result(json(all));
        return kDone;
    }
    print(all, console);
    console.message(QStringLiteral(
        "In nats; two equally common classes hold %1. In brackets what shuffled labels give: their "
        "mean, and what 95 of 100 stay below. A number that is not above that says nothing. Rows "
        "count as independent: where people have several rows, chance gives more than is shown here.")
                        .arg(std::log(2), 0, 'f', 3));
    return kDone;
}

} // namespace

Command decomposeCommand()
{
    return { QStringLiteral("decompose"),
        QStringLiteral("What modalities say about the label: each alone, either, or only both together."),
        { { QStringLiteral("PREDICTIONS.csv") },
            { { QStringLiteral("task"), QStringLiteral("TASK"),
                  QStringLiteral("regression or classification"), true },
                { QStringLiteral("split"), QStringLiteral("SPLIT"),
                    QStringLiteral("the rows: train, validation or test (test)") },
                { QStringLiteral("bins"), QStringLiteral("N"),
                    QStringLiteral("regression: groups of equal size that numbers are divided into (4)") },
                { QStringLiteral("json"), {}, QStringLiteral("one JSON document on standard output") } } },
        decompose,
        QStringLiteral(
            "PREDICTIONS.csv is as btw export writes it and btw weights reads it; pred_multi is not "
            "read.") };
}

} // namespace btw::cli
