// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/experiment.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "engine/data/derivation.h"
#include "engine/error.h"
#include "engine/training/run.h"
#include "workspace/store/encoderhashes.h"
#include "workspace/store/specjson.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace btw::experiments {

namespace {

constexpr qint64 kFoldsAtMost = 1000;

QJsonObject armJson(const Arm& arm)
{
    QJsonArray without;
    for (const auto& some : arm.without) {
        QJsonArray names;
        for (const auto& name : some)
            names.append(QString::fromStdString(name));
        without.append(names);
    }
    return { { QStringLiteral("spec"), store::specToJson(store::withWholeEncoders(arm.spec)) },
        { QStringLiteral("without"), without } };
}

} // namespace

QJsonObject definitionOf(const Experiment& experiment)
{
    QJsonArray seeds;
    for (const auto seed : experiment.seeds)
        seeds.append(static_cast<qint64>(seed));
    QJsonObject json { { QStringLiteral("name"), experiment.name },
        { QStringLiteral("data"), experiment.data }, { QStringLiteral("hash"), experiment.hash },
        { QStringLiteral("seeds"),
            seeds.isEmpty() ? QJsonValue(QStringLiteral("repeat")) : QJsonValue(seeds) },
        { QStringLiteral("folds"),
            experiment.foldsBy.empty() ? QJsonValue(static_cast<qint64>(experiment.folds))
                                       : QJsonValue(QString::fromStdString(experiment.foldsBy)) },
        { QStringLiteral("repeats"), static_cast<qint64>(experiment.repeats) },
        { QStringLiteral("placebo"), experiment.placebo },
        { QStringLiteral("metric"), QString::fromStdString(experiment.metric) },
        { QStringLiteral("margin"),
            std::isnan(experiment.margin) ? QJsonValue() : QJsonValue(experiment.margin) },
        { QStringLiteral("threads"), experiment.threads }, { QStringLiteral("device"), experiment.device } };
    if (experiment.arms.size() == 1) { // as every version wrote it
        const auto arm = armJson(experiment.arms.front());
        for (auto it = arm.begin(); it != arm.end(); ++it)
            json.insert(it.key(), it.value());
    } else {
        QJsonArray arms;
        for (const auto& arm : experiment.arms)
            arms.append(armJson(arm));
        json.insert(QStringLiteral("arms"), arms);
    }
    if (!experiment.grid.isEmpty())
        json.insert(QStringLiteral("grid"), experiment.grid);
    if (!experiment.baseline.isEmpty())
        json.insert(QStringLiteral("baseline"), experiment.baseline);
    if (!experiment.published.isEmpty())
        json.insert(QStringLiteral("published"), experiment.published);
    return json;
}

namespace {

std::string metricFor(const QString& asked, Task task, std::size_t classCount,
    const std::optional<std::pair<double, double>>& labelRange, const std::string& key)
{
    if (asked.isEmpty())
        return analysis::primaryMetric(task, classCount);
    if (analysis::isDescriptive(asked.toStdString()))
        throw Error(key + " is '" + asked.toStdString()
            + "', which describes a model and is better neither when higher nor when lower, so no answer can "
              "be given in it: choose another (btw compare --metric takes it).");
    const auto known = analysis::metricNames(task, analysis::isSentimentRange(labelRange), classCount);
    if (std::find(known.begin(), known.end(), asked.toStdString()) != known.end())
        return asked.toStdString();
    QStringList names;
    for (const auto& name : known)
        if (!analysis::isDescriptive(name))
            names << QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    throw Error(key + " is '" + asked.toStdString() + "', but must be one of "
        + names.join(QStringLiteral(", ")).toStdString() + ".");
}

} // namespace

std::string metricFor(const QString& asked, const data::Cohort& cohort, const std::string& key)
{
    return metricFor(asked, cohort.task, cohort.classCount(), cohort.labelRange, key);
}

std::string metricFor(const QString& asked, const store::CohortRecord& cohort, const std::string& key)
{
    return metricFor(asked, cohort.task, cohort.classes.size(), cohort.labelRange, key);
}

Folds parseFolds(
    const QString& asked, std::size_t repeats, const data::Cohort& asRead, const std::string& dashes)
{
    Folds folds;
    if (repeats != 0 && asked.isEmpty())
        throw Error(dashes + "repeats repeats the draw of folds: add " + dashes + "folds K.");
    if (asked.isEmpty())
        return folds;
    bool isNumber = false;
    const auto count = asked.toLongLong(&isNumber);
    if (isNumber) {
        if (count < 2 || count > kFoldsAtMost)
            throw Error(dashes + "folds is " + asked.toStdString() + ", but must be from 2 to "
                + std::to_string(kFoldsAtMost) + ", group, or the name of a descriptive column.");
        folds.count = static_cast<std::size_t>(count);
        folds.repeats = std::max<std::size_t>(1, repeats);
        return folds;
    }
    folds.by = asked.toStdString();
    folds.count = data::foldValues(asRead, folds.by).size();
    if (repeats != 0)
        throw Error(dashes + "repeats repeats the draw of folds: the folds of " + dashes + "folds "
            + asked.toStdString() + " are not drawn.");
    return folds;
}

std::vector<std::string> usedModalities(const data::Cohort& cohort, const training::ExperimentSpec& spec)
{
    std::vector<std::string> names;
    for (const auto m : training::usedModalities(cohort, { training::Step::Baseline, 0, spec, 0, {} }))
        names.push_back(cohort.modalities[m].name);
    return names;
}

std::vector<std::vector<std::string>> parseWithout(const QString& text, const std::vector<std::string>& names)
{
    std::vector<std::vector<std::string>> all;
    if (text == QLatin1String("each")) {
        all.reserve(names.size());
        for (const auto& name : names)
            all.push_back({ name });
    } else {
        for (const QString& list : text.split(QLatin1Char(','))) {
            std::vector<std::string> some;
            for (const QString& word : list.split(QLatin1Char('+'))) {
                const std::string name = word.trimmed().toStdString();
                if (std::find(names.begin(), names.end(), name) == names.end()
                    || std::find(some.begin(), some.end(), name) != some.end())
                    throw Error("--without: '" + name
                        + "' is not one of the modalities that are used, or is named twice in one list; "
                          "write each, or names such as a,b (one at a time) or a+b (together).");
                some.push_back(name);
            }
            if (std::find(all.begin(), all.end(), some) != all.end())
                throw Error("--without: '" + list.trimmed().toStdString() + "' is asked for twice.");
            all.push_back(std::move(some));
        }
    }
    for (const auto& some : all)
        if (some.size() == names.size())
            throw Error(
                "--without: nothing would be left to train on without " + listed(some).toStdString() + ".");
    return all;
}

} // namespace btw::experiments
