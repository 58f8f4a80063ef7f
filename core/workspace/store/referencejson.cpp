// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/referencejson.h"

#include "workspace/store/blobs.h"

namespace btw::store {

namespace {

QJsonObject testFigures(const std::vector<YardstickRecord>& models, bool trees)
{
    QJsonObject parts;
    for (const YardstickRecord& model : models) {
        if (model.isTrees() == trees && !(trees && model.strength <= 0))
            parts.insert(model.part(), metricsToJson(model.test));
    }
    return parts;
}

} // namespace

QJsonObject yardstickJson(const std::vector<YardstickRecord>& models) { return testFigures(models, false); }

QJsonObject referenceJson(const std::vector<YardstickRecord>& models)
{
    QJsonObject json = yardstickJson(models);
    const QJsonObject trees = testFigures(models, true);
    if (!trees.isEmpty())
        json.insert(QStringLiteral("trees"), trees);
    return json;
}

} // namespace btw::store
