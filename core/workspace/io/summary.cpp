// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/summary.h"

#include "workspace/io/cohorthash.h"
#include "workspace/io/json.h"

#include "engine/data/names.h"

#include <algorithm>
#include <set>

namespace btw::io {

namespace {

QJsonObject splitCounts(const data::Cohort& cohort)
{
    QJsonObject counts;
    for (const Split split : { Split::Train, Split::Validation, Split::Test }) {
        const auto count = std::count(cohort.splits.begin(), cohort.splits.end(), split);
        if (count > 0)
            counts[text(data::splitName(split))] = static_cast<qint64>(count);
    }
    return counts;
}

QJsonArray modalityList(const data::Cohort& cohort)
{
    QJsonArray modalities;
    for (const data::Modality& modality : cohort.modalities)
        modalities.append(QJsonObject {
            { QStringLiteral("name"), text(modality.name) },
            { QStringLiteral("kind"), text(data::kindName(modality.kind)) },
            { QStringLiteral("dims"), static_cast<qint64>(modality.dims) },
            { QStringLiteral("present"),
                static_cast<qint64>(std::count(modality.present.begin(), modality.present.end(), 1)) },
        });
    return modalities;
}

} // namespace

QJsonObject summaryJson(const ReadResult& result)
{
    QJsonArray problems;
    for (const Problem& problem : result.problems)
        problems.append(QJsonObject {
            { QStringLiteral("code"), text(problem.code) },
            { QStringLiteral("severity"), text(data::severityName(problem.severity)) },
            { QStringLiteral("where"), text(problem.where) },
            { QStringLiteral("what"), text(problem.what) },
            { QStringLiteral("remedy"), text(problem.remedy) },
        });
    const data::Cohort empty;
    const bool has = result.cohort.has_value();
    const data::Cohort& cohort = has ? *result.cohort : empty;
    return {
        { QStringLiteral("name"), has ? QJsonValue(text(cohort.name)) : QJsonValue() },
        { QStringLiteral("task"), has ? QJsonValue(text(data::taskName(cohort.task))) : QJsonValue() },
        { QStringLiteral("n"), static_cast<qint64>(cohort.size()) },
        { QStringLiteral("classes"), has ? QJsonValue(list(cohort.classes)) : QJsonValue() },
        { QStringLiteral("groups"),
            static_cast<qint64>(std::set<std::string>(cohort.groups.begin(), cohort.groups.end()).size()) },
        { QStringLiteral("hash"),
            has && !result.hasErrors() ? QJsonValue(cohortHash(cohort)) : QJsonValue() },
        { QStringLiteral("splits"), splitCounts(cohort) },
        { QStringLiteral("modalities"), modalityList(cohort) },
        { QStringLiteral("problems"), problems },
    };
}

QString problemLine(const Problem& problem)
{
    return text(data::severityName(problem.severity) + ": " + problem.where + ": " + problem.what + " "
        + problem.remedy);
}

} // namespace btw::io
