// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/manifest.h"

#include "engine/data/names.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace btw::io {

namespace {

std::string text(const QString& string) { return string.toStdString(); }

class ManifestParser
{
public:
    ManifestParser(std::string where, Problems& problems)
        : m_where(std::move(where))
        , m_problems(problems)
    {
    }

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

    void error(const std::string& key, const std::string& what, const std::string& remedy)
    {
        m_problems.error("manifest-key", m_where + key, what, remedy);
    }

    static std::string path(const std::string& parent, const std::string& key)
    {
        return parent.empty() ? key : parent + "." + key;
    }

    void onlyKeys(const QJsonObject& object, const std::string& parent, const std::set<std::string>& known)
    {
        for (const QString& key : object.keys())
            if (known.count(text(key)) == 0)
                m_problems.warning("key-unknown", m_where + path(parent, text(key)),
                    "the key is not known and is ignored", "correct its spelling or remove it");
    }

    std::string requiredString(
        const QJsonObject& object, const std::string& parent, const char* key, const char* remedy)
    {
        const QJsonValue value = object.value(QLatin1String(key));
        if (value.isString() && !value.toString().isEmpty())
            return text(value.toString());
        error(
            path(parent, key), value.isUndefined() ? "the key is missing" : "the value must be text", remedy);
        return {};
    }

    /// A column is named by text or, in a file without header, by its number.
    std::string column(const QJsonValue& value, const std::string& key)
    {
        if (value.isUndefined() || value.isNull())
            return {};
        if (value.isString() && !value.toString().isEmpty())
            return text(value.toString());
        if (value.isDouble() && value.toInteger(-1) >= 1)
            return std::to_string(value.toInteger());
        error(
            key, "the value must be the name of a column, or its number from 1", "name a column of the file");
        return {};
    }

    std::string column(const QJsonObject& object, const std::string& parent, const char* key)
    {
        return column(object.value(QLatin1String(key)), path(parent, key));
    }

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
                    name.empty() ? "a class has no name" : "the class " + inQuotes(name) + " stands twice",
                    kRemedy);
            out.classes.push_back(name);
        }
        if (out.classes.size() < 2)
            error("classes", "fewer than two classes are listed", kRemedy);
        if (out.task == Task::Regression)
            m_problems.warning("key-idle", m_where + "classes",
                "classes have no meaning in a regression and are ignored",
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

    TableFiles table(const QJsonObject& object, const std::string& parent)
    {
        TableFiles out;
        const QJsonValue header = object.value(QLatin1String("header"));
        if (!header.isUndefined() && !header.isBool())
            error(path(parent, "header"), "the value must be true or false",
                "write false when the first line is data already");
        out.header = header.toBool(true);
        const QJsonValue file = object.value(QLatin1String("file"));
        const QJsonValue files = object.value(QLatin1String("files"));
        if (file.isUndefined() == files.isUndefined()) {
            error(path(parent, "file"),
                file.isUndefined() ? "neither file nor files is given" : "both file and files are given",
                R"(give "file" for all rows, or "files" with one name per split)");
            return out;
        }
        if (!file.isUndefined()) {
            out.file = fileName(file, path(parent, "file"));
            return out;
        }
        const QJsonObject bySplit = files.toObject();
        if (bySplit.isEmpty())
            error(path(parent, "files"), "the value must name a file per split",
                R"(write it as {"train": "...", "val": "...", "test": "..."})");
        for (auto item = bySplit.begin(); item != bySplit.end(); ++item) {
            const std::string key = path(parent, "files") + "." + text(item.key());
            const std::optional<Split> split = data::parseSplit(text(item.key()));
            if (!split)
                error(key, "the split is not known", "call it train, val or test");
            else if (!out.files.emplace(*split, fileName(item.value(), key)).second)
                error(key, "the split is given twice", "remove one of the two");
        }
        return out;
    }

    QString fileName(const QJsonValue& value, const std::string& key)
    {
        QString name = value.toString();
        const bool outside = name.startsWith(u'/') || name.contains(u'\\')
            || name.split(u'/').contains(QStringLiteral("..")) || (name.size() > 1 && name.at(1) == u':');
        if (name.isEmpty() || outside)
            error(key,
                outside ? "the file lies outside the manifest's folder" : "the value must be a file name",
                "name a file beside manifest.json, or in a folder below it");
        return name;
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

    /// Whether `others` says `word`; without the key it says `usual`. Anything else would quietly change who
    /// counts.
    bool others(const QJsonObject& object, const std::string& parent, const char* word, const char* usual)
    {
        const QJsonValue value = object.value(QLatin1String("others"));
        const bool is = value.toString() == QLatin1String(word);
        if (!value.isUndefined() && !is && value.toString() != QLatin1String(usual))
            error(path(parent, "others"), "the value is not known",
                "write " + std::string(word) + " or " + std::string(usual));
        return is;
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
            modality(list.at(i).toObject(), entry, out.labels);
            if (!entry.name.empty() && !names.insert(entry.name).second)
                error(entry.key + ".name", "two modalities are called " + inQuotes(entry.name),
                    "rename one of them");
            out.modalities.push_back(std::move(entry));
        }
    }

    void modality(const QJsonObject& object, ModalityEntry& out, const LabelsEntry& labelsEntry)
    {
        onlyKeys(object, out.key,
            { "name", "kind", "file", "files", "header", "columns", "exact", "names", "id", "time",
                "categories", "layout", "variable", "value", "unit", "bin", "first", "count", "others" });
        out.name = requiredString(object, out.key, "name", R"(name the modality, e.g. "text")");
        if (!out.name.empty() && !data::isModalityName(out.name))
            error(out.key + ".name", "a modality cannot be called " + inQuotes(out.name),
                "use a word without blanks, commas, slashes or quotes other than all, constant and multi");
        const std::string kind = requiredString(object, out.key, "kind", kKindRemedy);
        if (const auto known = data::parseKind(kind))
            out.kind = *known;
        else if (!kind.empty())
            error(out.key + ".kind", "the kind " + inQuotes(kind) + " is not known", kKindRemedy);
        out.table = table(object, out.key);
        out.id = column(object, out.key, "id");
        out.time = column(object, out.key, "time");
        columns(object, out);
        const QJsonValue exact = object.value(QLatin1String("exact"));
        if (!exact.isUndefined() && !exact.isBool())
            error(out.key + ".exact", "the value must be true or false",
                "write true where a * or ? is part of a column's name");
        out.exactColumns = exact.toBool();
        categories(object, out);
        layout(object, out);
        for (const auto& name : object.value(QLatin1String("names")).toArray())
            out.names.push_back(text(name.toString()));

        const bool ragged = out.kind != data::ModalityKind::Vector;
        if (ragged && out.id.empty())
            error(out.key + ".id", "the key is missing: rows of one id are the steps of its sequence",
                "name the column that says whose step a row is");
        if (!out.id.empty() && labelsEntry.id.empty())
            error("labels.id", "the key is missing, although " + out.key + " is aligned by id",
                "name the column of the labels' file that holds the ids");
        if (out.kind == data::ModalityKind::Series && out.time.empty())
            error(out.key + ".time", "the key is missing: a series has time stamps",
                R"(name the column of time stamps, or set "kind" to "sequence")");
        if (!ragged && !out.time.empty() && !out.layout)
            error(out.key + ".time", "a vector has no time stamps",
                R"(remove "time", or set "kind" to "series")");
        const bool sameShape = out.table.files.empty() == labelsEntry.table.files.empty();
        if (out.id.empty() && !sameShape)
            error(out.key + ".files",
                "rows are aligned by position, so modality and labels must both have one file, or both one a "
                "split",
                R"(give both in the same way, or an "id" to both)");
    }

    void columns(const QJsonObject& object, ModalityEntry& out)
    {
        const QJsonValue value = object.value(QLatin1String("columns"));
        if (value.isUndefined() || value.isNull())
            return;
        if (!value.isArray() || value.toArray().isEmpty()) {
            error(out.key + ".columns", "the value must be a list of column names",
                R"(write it as ["a", "b*"])");
            return;
        }
        for (const auto& item : value.toArray())
            out.columns.push_back(column(item, out.key + ".columns"));
    }

    void layout(const QJsonObject& object, ModalityEntry& out)
    {
        const QJsonValue value = object.value(QLatin1String("layout"));
        if (value.toString() == QLatin1String("list")) {
            wordList(object, out);
            return;
        }
        const bool isLong = value.toString() == QLatin1String("long");
        if (!isLong && !value.isUndefined() && value.toString() != QLatin1String("wide"))
            error(out.key + ".layout", "the value is neither wide nor long",
                R"(leave it out, or write "long" for a table of id, time, variable and value)");
        const bool times = out.kind == data::ModalityKind::Series && !isLong;
        if (times && object.contains(QLatin1String("unit")))
            out.unitSeconds = unit(object, out);
        for (const char* key : { "variable", "value", "unit", "bin", "first" })
            if (!isLong && object.contains(QLatin1String(key)) && !(times && std::string_view(key) == "unit"))
                error(path(out.key, key), "the key belongs to a long table",
                    R"(add "layout": "long", or remove it)");
        if (!isLong)
            return;
        LongLayout layout;
        constexpr const char* kColumn = "name the column of the table";
        for (const auto& [key, column] :
            { std::pair { "variable", &layout.variable }, { "value", &layout.value } }) {
            *column = this->column(object, out.key, key);
            if (column->empty() && !object.contains(QLatin1String(key)))
                error(path(out.key, key), "the key is missing", kColumn);
        }
        if (out.time.empty())
            error(out.key + ".time", "the key is missing", kColumn);
        if (out.id.empty())
            error(out.key + ".id", "the key is missing", kColumn);
        layout.unitSeconds = unit(object, out);
        layout.bin = duration(object, out, "bin");
        layout.first = duration(object, out, "first");
        if (out.kind == data::ModalityKind::Vector)
            error(
                out.key + ".kind", "a long table makes no vector", R"(set "kind" to "series" or "sequence")");
        if (out.kind == data::ModalityKind::Sequence && layout.bin == 0)
            error(out.key + ".bin", "the key is missing: the steps of a sequence have equal widths",
                R"(give the width of a step, or set "kind" to "series")");
        if (!out.categories.empty())
            error(out.key + ".categories", "the values of a long table are numbers", "remove the key");
        out.layout = layout;
    }

    void wordList(const QJsonObject& object, ModalityEntry& out)
    {
        LongLayout layout;
        layout.variable = column(object, out.key, "variable");
        const QString count = object.value(QLatin1String("count")).toString();
        layout.count = count == QLatin1String("numbers") ? WordCount::Number : WordCount::Present;
        layout.othersAreZero = others(object, out.key, "zero", "absent");
        if (layout.variable.empty())
            error(path(out.key, "variable"), "the key is missing", "name the column of words");
        if (count != QLatin1String("numbers") && count != QLatin1String("present"))
            error(path(out.key, "count"), "the value is neither present nor numbers",
                "say whether a word counts once, or as often as it stands there");
        if (out.id.empty())
            error(out.key + ".id", "the key is missing", "name the column of the table");
        if (out.kind != data::ModalityKind::Vector)
            error(out.key + ".kind", "a list of words makes a vector", R"(set "kind" to "vector")");
        out.layout = layout;
    }

    double unit(const QJsonObject& object, const ModalityEntry& out)
    {
        static const std::map<std::string, double> kSeconds
            = { { "seconds", 1 }, { "minutes", 60 }, { "hours", kSecondsAnHour }, { "days", 86400 } };
        const QJsonValue value = object.value(QLatin1String("unit"));
        const auto found = kSeconds.find(text(value.toString()));
        if (found != kSeconds.end())
            return found->second;
        error(out.key + ".unit", value.isUndefined() ? "the key is missing" : "the unit is not known",
            "write seconds, minutes, hours or days: what the time column counts");
        return kSecondsAnHour;
    }

    /// A positive number, or 0 where the key is not there.
    double duration(const QJsonObject& object, const ModalityEntry& out, const char* key)
    {
        const QJsonValue value = object.value(QLatin1String(key));
        if (value.isUndefined() || value.isNull())
            return 0;
        if (!(value.toDouble() > 0))
            error(path(out.key, key), "the value must be a number above 0",
                "give it in the table's unit of time");
        return value.toDouble();
    }

    void categories(const QJsonObject& object, ModalityEntry& out)
    {
        const QJsonValue value = object.value(QLatin1String("categories"));
        if (value.isUndefined() || value.isNull())
            return;
        constexpr const char* kRemedy
            = R"(write it as {"column": "one-hot"}, {"column": "ordinal"} or {"column": ["low", "high"]})";
        if (!value.isObject()) {
            error(out.key + ".categories", "the value must be an object of columns", kRemedy);
            return;
        }
        const QJsonObject entries = value.toObject();
        for (auto item = entries.begin(); item != entries.end(); ++item) {
            const std::string key = out.key + ".categories." + text(item.key());
            CategoryEntry entry;
            const QString word = item.value().toString();
            std::set<std::string> seen;
            for (const auto& name : item.value().toArray()) {
                entry.order.push_back(text(name.toString()));
                if (entry.order.back().empty() || !seen.insert(entry.order.back()).second)
                    error(key, "the order has a word that is empty or stands twice", kRemedy);
            }
            if (!entry.order.empty() || word == QLatin1String("ordinal"))
                entry.encoding = data::Encoding::Ordinal;
            else if (word != QLatin1String("one-hot"))
                error(key, "the value is neither one-hot nor ordinal nor a list of words", kRemedy);
            out.categories.emplace(text(item.key()), std::move(entry));
        }
    }

    static constexpr const char* kKindRemedy = R"(set "kind" to "vector", "sequence" or "series")";

    const std::string m_where; ///< "manifest.json, key "
    Problems& m_problems;
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
                               : data::Sentence { "this is no valid JSON: {}", text(status.errorString()) },
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
