// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/detailsjson.h"

#include "workspace/store/blobs.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace btw::store {

QJsonArray heldOutJson(const training::RunDetails& details)
{
    QJsonArray list;
    for (const auto& weight : details.heldOut)
        list.append(QJsonObject { { QStringLiteral("modality"), QString::fromStdString(weight.modality) },
            { QStringLiteral("c"), weight.c }, { QStringLiteral("ci_low"), weight.low },
            { QStringLiteral("ci_high"), weight.high } });
    return list;
}

QJsonObject chosenJson(const training::RunDetails& details)
{
    QJsonObject chosen;
    for (const auto& [key, value] : details.chosen)
        chosen.insert(QString::fromStdString(key), value);
    return chosen;
}

QString detailsText(const training::RunDetails& details)
{
    if (details == training::RunDetails {})
        return {};
    QJsonObject json;
    if (!details.heldOut.empty())
        json.insert(QStringLiteral("held_out"), heldOutJson(details));
    if (!details.chosen.empty())
        json.insert(QStringLiteral("chosen"), chosenJson(details));
    if (!details.settled.empty())
        json.insert(QStringLiteral("settled"), metricsToJson(details.settled));
    QJsonArray folds;
    for (const auto fold : details.folds)
        folds.append(static_cast<int>(fold));
    if (!folds.isEmpty())
        json.insert(QStringLiteral("folds"), folds);
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

training::RunDetails detailsFromText(const QString& text)
{
    training::RunDetails details;
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    for (const auto& entry : json.value(QStringLiteral("held_out")).toArray()) {
        const QJsonObject weight = entry.toObject();
        details.heldOut.push_back({ weight.value(QStringLiteral("modality")).toString().toStdString(),
            weight.value(QStringLiteral("c")).toDouble(), weight.value(QStringLiteral("ci_low")).toDouble(),
            weight.value(QStringLiteral("ci_high")).toDouble() });
    }
    const QJsonObject chosen = json.value(QStringLiteral("chosen")).toObject();
    for (auto it = chosen.begin(); it != chosen.end(); ++it)
        details.chosen.emplace(it.key().toStdString(), it.value().toDouble());
    const QJsonObject settled = json.value(QStringLiteral("settled")).toObject();
    for (auto it = settled.begin(); it != settled.end(); ++it)
        details.settled.emplace(it.key().toStdString(), it.value().toDouble(std::nan("")));
    for (const auto& fold : json.value(QStringLiteral("folds")).toArray())
        details.folds.push_back(static_cast<std::int8_t>(fold.toInt()));
    return details;
}

} // namespace btw::store
