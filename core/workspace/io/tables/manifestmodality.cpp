// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/manifestmodality.h"

#include "engine/data/names.h"

#include <QJsonArray>

#include <set>
#include <string_view>
#include <utility>

namespace btw::io {

namespace {

constexpr const char* kKindRemedy = R"(set "kind" to "vector", "sequence" or "series")";

std::string text(const QString& string) { return string.toStdString(); }

class ModalityParser : private ManifestKeys
{
public:
    explicit ModalityParser(const ManifestKeys& keys)
        : ManifestKeys(keys)
    {
    }

    void parse(const QJsonObject& object, ModalityEntry& out, const LabelsEntry& labelsEntry)
    {
        onlyKeys(object, out.key,
            { "name", "kind", "file", "files", "header", "columns", "exact", "names", "id", "time",
                "categories", "layout", "variable", "value", "unit", "bin", "first", "count", "others" });
        out.name = requiredString(object, out.key, "name", R"(name the modality, e.g. "text")");
        if (!out.name.empty() && !data::isModalityName(out.name))
            error(out.key + ".name", "a modality cannot be called " + inQuotes(out.name),
                "use a word without blanks, commas, slashes or quotes other than "
                    + std::string(data::kReservedNames));
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
                "rows are aligned by position, so modality and labels must both have one file, or both one "
                "per split",
                R"(give both in the same way, or an "id" to both)");
    }

private:
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
                "say whether a word counts once, or as often as it occurs");
        if (out.id.empty())
            error(out.key + ".id", "the key is missing", "name the column of the table");
        if (out.kind != data::ModalityKind::Vector)
            error(out.key + ".kind", "a list of words makes a vector", R"(set "kind" to "vector")");
        out.layout = layout;
    }

    double unit(const QJsonObject& object, const ModalityEntry& out)
    {
        const QJsonValue value = object.value(QLatin1String("unit"));
        if (const auto seconds = secondsOf(text(value.toString())))
            return *seconds;
        error(out.key + ".unit", value.isUndefined() ? "the key is missing" : "the unit is not known",
            "write what the time column counts: milliseconds, seconds, minutes, hours, days, weeks, months "
            "or years");
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
                    error(key, "the order has a word that is empty or appears twice", kRemedy);
            }
            if (!entry.order.empty() || word == QLatin1String("ordinal"))
                entry.encoding = data::Encoding::Ordinal;
            else if (word != QLatin1String("one-hot"))
                error(key, "the value is neither one-hot nor ordinal nor a list of words", kRemedy);
            out.categories.emplace(text(item.key()), std::move(entry));
        }
    }
};

} // namespace

void parseModality(
    const ManifestKeys& keys, const QJsonObject& object, const LabelsEntry& labels, ModalityEntry& out)
{
    ModalityParser(keys).parse(object, out, labels);
}

} // namespace btw::io
