// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/manifest.h"

#include "workspace/io/tables/manifestmodality.h"

#include "engine/data/names.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <set>
#include <utility>

namespace btw::io {

namespace {

std::string text(const QString& string) { return string.toStdString(); }

class ManifestParser : private ManifestKeys
{
public:
    using ManifestKeys::ManifestKeys;

    void parse(const QJsonObject& object, Manifest& out)
    {
        onlyKeys(object, "",
            { "name", "task", "classes", "label_range", "modalities", "labels", "describe", "strengths" });
        out.name = requiredString(object, "", "name", R"(add "name": "...", what the cohort is called)");
        const std::string task = requiredString(object, "", "task", kTaskRemedy);
        if (const auto known = data::parseTask(task))
            out.task = *known;
        else if (!task.empty())
            error("task", "the task " + inQuotes(task) + " is not known", kTaskRemedy);
        classes(object, out);
        labelRange(object, out);
        const QJsonObject strengths = object.value(QLatin1String("strengths")).toObject();
        for (auto item = strengths.begin(); item != strengths.end(); ++item)
            out.strengths[text(item.key())] = item.value().toDouble();
        labels(object, out.labels);
        modalities(object, out);
        describe(object, out);
    }

private:
    static constexpr const char* kTaskRemedy = R"(set "task" to "regression" or "classification")";

    void classes(const QJsonObject& object, Manifest& out)
    {
        const QJsonValue value = object.value(QLatin1String("classes"));
        if (value.isUndefined() || value.isNull())
            return;
        constexpr const char* kRemedy = "list at least two different names, in the order of their indices";
        if (!value.isArray()) {
            error("classes", "the value must be a list of names", kRemedy);
            return;
        }
        std::set<std::string> seen;
        for (const auto& item : value.toArray()) {
            const std::string name
                = item.isDouble() ? std::to_string(item.toInteger()) : text(item.toString());
            if (name.empty() || !seen.insert(name).second)
                error("classes",
                    name.empty() ? "a class has no name" : "the class " + inQuotes(name) + " appears twice",
                    kRemedy);
            out.classes.push_back(name);
        }
        if (out.classes.size() < 2)
            error("classes", "fewer than two classes are listed", kRemedy);
        if (out.task == Task::Regression)
            warning("key-idle", "classes",
                R"(the classes are ignored: without "task": "classification" this manifest describes a regression)",
                R"(remove the key or set "task" to "classification")");
    }

    void labelRange(const QJsonObject& object, Manifest& out)
    {
        const QJsonValue value = object.value(QLatin1String("label_range"));
        if (value.isUndefined() || value.isNull())
            return;
        const QJsonArray pair = value.toArray();
        if (pair.size() != 2 || !pair.at(0).isDouble() || !pair.at(1).isDouble()
            || !(pair.at(0).toDouble() < pair.at(1).toDouble())) {
            error(
                "label_range", "the value must be two numbers, the smaller first", "write it as [low, high]");
            return;
        }
        out.labelRange = { pair.at(0).toDouble(), pair.at(1).toDouble() };
    }

    void labels(const QJsonObject& object, LabelsEntry& out)
    {
        const QJsonValue value = object.value(QLatin1String("labels"));
        if (!value.isObject()) {
            error("labels", value.isUndefined() ? "the key is missing" : "the value must be an object",
                R"(add "labels": {"file": "...", "label": "..."})");
            return;
        }
        const QJsonObject entry = value.toObject();
        onlyKeys(entry, "labels", { "file", "files", "header", "label", "outcome", "id", "split", "group" });
        out.table = table(entry, "labels");
        out.label = column(entry, "labels", "label");
        outcome(entry, out);
        out.id = column(entry, "labels", "id");
        out.split = column(entry, "labels", "split");
        out.group = column(entry, "labels", "group");
        if (!out.split.empty() && !out.table.files.empty())
            error("labels.split", "the split is given by the files already",
                R"(remove "split", or use one file)");
    }

    void outcome(const QJsonObject& labels, LabelsEntry& out)
    {
        const QJsonValue value = labels.value(QLatin1String("outcome"));
        if (value.isUndefined())
            return;
        constexpr const char* kRemedy
            = R"(write it as {"time": "days", "event": "status", "is": "died", "within": 365})";
        const QJsonObject entry = value.toObject();
        onlyKeys(entry, "labels.outcome", { "time", "event", "is", "within", "others" });
        TimedOutcome outcome { column(entry, "labels.outcome", "time"),
            column(entry, "labels.outcome", "event"),
            text(entry.value(QLatin1String("is")).toVariant().toString()),
            entry.value(QLatin1String("within")).toDouble(),
            others(entry, "labels.outcome", "none", "left-out") };
        if (outcome.time.empty() || outcome.event.empty() || outcome.is.empty() || !(outcome.within > 0))
            error("labels.outcome", "time, event, is and within must all be given", kRemedy);
        if (!out.label.empty())
            error("labels.label", "both label and outcome are given", "remove one of the two");
        out.outcome = std::move(outcome);
    }

    void describe(const QJsonObject& object, Manifest& out)
    {
        const QJsonValue value = object.value(QLatin1String("describe"));
        if (value.isUndefined())
            return;
        constexpr const char* kRemedy
            = R"(write it as [{"file": "...", "id": "...", "columns": ["ward", "site"]}])";
        if (!value.isArray())
            error("describe", "the value must be a list", kRemedy);
        const QJsonArray list = value.toArray();
        for (qsizetype i = 0; i < list.size(); ++i) {
            DescribeEntry entry;
            entry.key = "describe[" + std::to_string(i) + "]";
            const QJsonObject item = list.at(i).toObject();
            onlyKeys(item, entry.key, { "file", "files", "header", "id", "columns" });
            entry.table = table(item, entry.key);
            entry.id = column(item, entry.key, "id");
            for (const auto& name : item.value(QLatin1String("columns")).toArray())
                entry.columns.push_back(column(name, entry.key + ".columns"));
            if (entry.columns.empty())
                error(entry.key + ".columns", "no column is named", kRemedy);
            out.describe.push_back(std::move(entry));
        }
    }

    void modalities(const QJsonObject& object, Manifest& out)
    {
        constexpr const char* kRemedy
            = R"(add "modalities": [{"name": "...", "kind": "vector", "file": "..."}])";
        const QJsonValue value = object.value(QLatin1String("modalities"));
        if (!value.isArray() || value.toArray().isEmpty()) {
            error("modalities",
                value.isUndefined() ? "the key is missing"
                                    : "the value must be a list with at least one modality",
                kRemedy);
            return;
        }
        std::set<std::string> names;
        const QJsonArray list = value.toArray();
        for (qsizetype i = 0; i < list.size(); ++i) {
            ModalityEntry entry;
            entry.key = "modalities[" + std::to_string(i) + "]";
            if (!list.at(i).isObject()) {
                error(entry.key, "the value must be an object", kRemedy);
                continue;
            }
            parseModality(*this, list.at(i).toObject(), out.labels, entry);
            if (!entry.name.empty() && !names.insert(entry.name).second)
                error(entry.key + ".name", "two modalities are called " + inQuotes(entry.name),
                    "rename one of them");
            out.modalities.push_back(std::move(entry));
        }
    }
};

} // namespace

std::optional<Manifest> parseManifest(std::string_view json, Problems& problems)
{
    QJsonParseError status;
    const QByteArray bytes = QByteArray::fromRawData(json.data(), static_cast<qsizetype>(json.size()));
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &status);
    if (status.error != QJsonParseError::NoError || !document.isObject()) {
        const auto end = json.begin()
            + std::clamp<std::ptrdiff_t>(status.offset, 0, static_cast<std::ptrdiff_t>(json.size()));
        const auto row = 1 + std::count(json.begin(), end, '\n');
        problems.error("json", place("manifest.json", row),
            document.isArray() ? data::Sentence("the file must hold one JSON object")
                               : data::Sentence { "this is not valid JSON: {}", text(status.errorString()) },
            "correct the file, for example with a JSON editor");
        return std::nullopt;
    }
    return manifestFromJson(document.object(), "manifest.json, key ", problems);
}

std::optional<Manifest> manifestFromJson(
    const QJsonObject& object, const std::string& where, Problems& problems)
{
    Manifest manifest;
    Problems own;
    ManifestParser(where, own).parse(object, manifest);
    const bool usable = !own.hasErrors();
    problems.append(own.take());
    if (!usable)
        return std::nullopt;
    return manifest;
}

} // namespace btw::io
