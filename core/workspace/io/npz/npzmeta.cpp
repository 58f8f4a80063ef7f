// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/npzmeta.h"

#include "workspace/io/json.h"

#include "engine/data/names.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <set>

namespace btw::io {

namespace {

std::vector<std::string> texts(const QJsonValue& value)
{
    std::vector<std::string> out;
    for (const auto& item : value.toArray())
        out.push_back(item.isDouble() ? std::to_string(item.toInteger()) : item.toString().toStdString());
    return out;
}

} // namespace

std::optional<NpzMeta> parseMeta(const std::string& json, const std::string& where, Problems& problems)
{
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(json));
    if (!document.isObject()) {
        problems.error("json", where, "the text is not a JSON object",
            R"(save meta=json.dumps({"name": "...", "task": "..."}))");
        return std::nullopt;
    }
    const QJsonObject object = document.object();
    const auto at = [&object](const char* key) { return object.value(QLatin1String(key)); };
    const auto keyed = [&where](const std::string& key) { return where + ", key " + key; };
    const std::set<QString> known
        = { QStringLiteral("name"), QStringLiteral("task"), QStringLiteral("classes"),
              QStringLiteral("label_range"), QStringLiteral("strengths"), QStringLiteral("columns") };
    for (const QString& key : object.keys())
        if (known.count(key) == 0)
            problems.warning("key-unknown", keyed(key.toStdString()), "the key is not known and is ignored",
                "correct its spelling or remove it");

    NpzMeta meta;
    bool good = true;
    const auto error = [&](const char* key, const char* what, const char* remedy) {
        problems.error("meta-key", keyed(key), what, remedy);
        good = false;
    };
    meta.name = at("name").toString().toStdString();
    const auto task = data::parseTask(at("task").toString().toStdString());
    if (task)
        meta.task = *task;
    else
        error("task", at("task").isUndefined() ? "the key is missing" : "the task is not known",
            R"(set "task" to "regression" or "classification")");
    if (!at("classes").isUndefined() && !at("classes").isNull()) {
        meta.classes = texts(at("classes"));
        const std::set<std::string> distinct(meta.classes.begin(), meta.classes.end());
        if (distinct.size() < 2 || distinct.size() != meta.classes.size()
            || distinct.count(std::string()) != 0)
            error("classes", "the value must be a list of at least two different names",
                "list the classes in the order of their indices");
    }
    if (!at("label_range").isUndefined() && !at("label_range").isNull()) {
        const QJsonArray pair = at("label_range").toArray();
        if (pair.size() == 2 && pair.at(0).isDouble() && pair.at(1).isDouble()
            && pair.at(0).toDouble() < pair.at(1).toDouble())
            meta.labelRange = { pair.at(0).toDouble(), pair.at(1).toDouble() };
        else
            error(
                "label_range", "the value must be two numbers, the smaller first", "write it as [low, high]");
    }
    const QJsonObject strengths = at("strengths").toObject();
    for (auto item = strengths.begin(); item != strengths.end(); ++item)
        meta.strengths[item.key().toStdString()] = item.value().toDouble();
    const QJsonObject columns = at("columns").toObject();
    for (auto item = columns.begin(); item != columns.end(); ++item)
        meta.columns[item.key().toStdString()] = texts(item.value());
    if (!good)
        return std::nullopt;
    return meta;
}

std::string metaJson(const data::Cohort& cohort)
{
    QJsonObject meta;
    meta[QStringLiteral("name")] = text(cohort.name);
    meta[QStringLiteral("task")] = text(data::taskName(cohort.task));
    if (!cohort.classes.empty())
        meta[QStringLiteral("classes")] = list(cohort.classes);
    if (cohort.labelRange)
        meta[QStringLiteral("label_range")]
            = QJsonArray { cohort.labelRange->first, cohort.labelRange->second };
    QJsonObject strengths;
    for (const auto& [modality, strength] : cohort.strengths)
        strengths[text(modality)] = strength;
    if (!strengths.isEmpty())
        meta[QStringLiteral("strengths")] = strengths;
    QJsonObject columns;
    for (const data::Modality& modality : cohort.modalities)
        if (!modality.columns.empty())
            columns[text(modality.name)] = list(modality.columns);
    if (!columns.isEmpty())
        meta[QStringLiteral("columns")] = columns;
    return QJsonDocument(meta).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace btw::io
