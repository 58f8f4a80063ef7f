// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/modalityquestion.h"

#include "engine/spec/spec.h"
#include "workspace/experiments/modelparameters.h"
#include "workspace/experiments/studyresult.h"
#include "workspace/store/specjson.h"

#include <QJsonArray>
#include <QStringList>

#include <algorithm>
#include <cstddef>
#include <set>

namespace btw::experiments {

namespace {

/// The preset, and what differs from it: all of a spec would look like choices of a person.
QJsonObject settingsOf(const Model& model)
{
    static const QStringList kElsewhere { QStringLiteral("model"), QStringLiteral("variant"),
        QStringLiteral("modalities") };
    const auto all = store::specToJson(model.spec);
    const auto preset = training::presetSpec(model.spec.preset, 0);
    QJsonObject settings { { QStringLiteral("preset"), QString::fromStdString(model.spec.preset) } };
    for (const auto& one :
        training::differences(parametersOf(model.spec, model.variant), preset, model.spec)) {
        const auto key = QString::fromStdString(std::string(one.key));
        if (!kElsewhere.contains(key))
            settings.insert(key, all.value(key));
    }
    return settings;
}

/// Each seed, or the word for one that is the number of the repeat.
QJsonValue seedsOf(const StudyResult& result, const Model& model)
{
    const std::size_t folds = std::max<std::size_t>(1, result.cohort.derivation.folds);
    const bool isRepeat = result.repeats > 1
        && std::all_of(model.runs.begin(), model.runs.end(),
            [folds](const auto& one) { return one.first.second == one.first.first / folds + 1; });
    if (isRepeat)
        return QStringLiteral("repeat");
    std::set<std::uint64_t> seeds;
    for (const auto& [cell, run] : model.runs)
        seeds.insert(cell.second);
    QJsonArray array;
    for (const auto seed : seeds)
        array.append(static_cast<qint64>(seed));
    return array;
}

} // namespace

QJsonObject modalityQuestion(const StudyResult& result)
{
    const Model& model = result.leading().model;
    QJsonObject grid { { QStringLiteral("system"), QJsonArray { QString::fromStdString(model.spec.model) } },
        { QStringLiteral("variant"), QJsonArray { model.variant } } };
    if (!result.rowsAsked.isUndefined())
        grid.insert(QStringLiteral("rows"), QJsonArray { result.rowsAsked });
    QJsonObject question { { QStringLiteral("data"), result.data },
        { QStringLiteral("without"), QStringLiteral("each") },
        { QStringLiteral("seeds"), seedsOf(result, model) },
        { QStringLiteral("metric"), QString::fromStdString(result.metric) },
        { QStringLiteral("spec"), settingsOf(model) }, { QStringLiteral("grid"), grid } };
    const auto& derivation = result.cohort.derivation;
    if (!derivation.by.empty())
        question.insert(QStringLiteral("folds"), QString::fromStdString(derivation.by));
    else if (derivation.folds > 0)
        question.insert(QStringLiteral("folds"), static_cast<qint64>(derivation.folds));
    if (result.repeats > 1)
        question.insert(QStringLiteral("repeats"), static_cast<qint64>(result.repeats));
    if (derivation.folds > 0) // as the page Experiment does: a first look goes without
        question.insert(QStringLiteral("placebo"), true);
    return question;
}

} // namespace btw::experiments
