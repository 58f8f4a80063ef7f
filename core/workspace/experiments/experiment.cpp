// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/experiment.h"

#include "engine/error.h"
#include "engine/training/run.h"
#include "workspace/store/specjson.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace btw::experiments {

QJsonObject definitionOf(const Experiment& experiment)
{
    QJsonArray seeds, without;
    for (const auto seed : experiment.seeds)
        seeds.append(static_cast<qint64>(seed));
    for (const auto& some : experiment.without) {
        QJsonArray names;
        for (const auto& name : some)
            names.append(QString::fromStdString(name));
        without.append(names);
    }
    return { { QStringLiteral("name"), experiment.name }, { QStringLiteral("data"), experiment.data },
        { QStringLiteral("hash"), experiment.hash },
        { QStringLiteral("spec"), store::specToJson(experiment.spec) }, { QStringLiteral("seeds"), seeds },
        { QStringLiteral("folds"),
            experiment.foldsBy.empty() ? QJsonValue(static_cast<qint64>(experiment.folds))
                                       : QJsonValue(QString::fromStdString(experiment.foldsBy)) },
        { QStringLiteral("repeats"), static_cast<qint64>(experiment.repeats) },
        { QStringLiteral("without"), without }, { QStringLiteral("placebo"), experiment.placebo },
        { QStringLiteral("metric"), QString::fromStdString(experiment.metric) },
        { QStringLiteral("margin"),
            std::isnan(experiment.margin) ? QJsonValue() : QJsonValue(experiment.margin) },
        { QStringLiteral("threads"), experiment.threads }, { QStringLiteral("device"), experiment.device } };
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
                        + "' is none of the modalities that are used, or is named twice in one list; write "
                          "each, or "
                          "names such as a,b (one at a time) or a+b (together).");
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
