// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/referencejson.h"

#include "workspace/store/blobs.h"

namespace btw::store {

namespace {

QJsonObject testFigures(const std::vector<ReferenceRecord>& models, bool trees)
{
    QJsonObject parts;
    for (const ReferenceRecord& model : models) {
        if (model.isTrees() == trees && !(trees && model.strength <= 0))
            parts.insert(model.part(), metricsToJson(model.test));
    }
    return parts;
}

} // namespace

QJsonObject yardstickJson(const std::vector<ReferenceRecord>& models) { return testFigures(models, false); }

QJsonObject referenceJson(const std::vector<ReferenceRecord>& models)
{
    QJsonObject json = yardstickJson(models);
    const QJsonObject trees = testFigures(models, true);
    if (!trees.isEmpty())
        json.insert(QStringLiteral("trees"), trees);
    return json;
}

} // namespace btw::store
