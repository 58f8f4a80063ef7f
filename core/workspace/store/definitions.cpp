// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/definitions.h"

#include "engine/error.h"
#include "workspace/store/specjson.h"

#include <QJsonArray>

namespace btw::store {

namespace {

/// With every key that there is today.
QJsonObject renewed(QJsonObject definition)
{
    const QString kSpec = QStringLiteral("spec"), kArms = QStringLiteral("arms");
    if (definition.contains(kSpec))
        definition[kSpec] = specToJson(specFromJson(definition[kSpec].toObject()));
    QJsonArray arms;
    for (const auto& arm : definition[kArms].toArray())
        arms.append(renewed(arm.toObject()));
    if (!arms.isEmpty())
        definition[kArms] = arms;
    return definition;
}

} // namespace

bool askTheSame(const QJsonObject& first, const QJsonObject& second)
try {
    return first == second || renewed(first) == renewed(second);
} catch (const Error&) { // one has a setting that this version does not take
    return false;
}

} // namespace btw::store
