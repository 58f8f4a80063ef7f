// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/manifestkeys.h"

#include "engine/data/names.h"

namespace btw::io {

namespace {

std::string text(const QString& string) { return string.toStdString(); }

} // namespace

void ManifestKeys::error(const std::string& key, const std::string& what, const std::string& remedy)
{
    m_problems.error("manifest-key", m_where + key, what, remedy);
}

void ManifestKeys::warning(
    const char* code, const std::string& key, const std::string& what, const std::string& remedy)
{
    m_problems.warning(code, m_where + key, what, remedy);
}

std::string ManifestKeys::path(const std::string& parent, const std::string& key)
{
    return parent.empty() ? key : parent + "." + key;
}

void ManifestKeys::onlyKeys(
    const QJsonObject& object, const std::string& parent, const std::set<std::string>& known)
{
    for (const QString& key : object.keys())
        if (known.count(text(key)) == 0)
            warning("key-unknown", path(parent, text(key)), "the key is not known and is ignored",
                "correct its spelling or remove it");
}

std::string ManifestKeys::requiredString(
    const QJsonObject& object, const std::string& parent, const char* key, const char* remedy)
{
    const QJsonValue value = object.value(QLatin1String(key));
    if (value.isString() && !value.toString().isEmpty())
        return text(value.toString());
    error(path(parent, key), value.isUndefined() ? "the key is missing" : "the value must be text", remedy);
    return {};
}

std::string ManifestKeys::column(const QJsonValue& value, const std::string& key)
{
    if (value.isUndefined() || value.isNull())
        return {};
    if (value.isString() && !value.toString().isEmpty())
        return text(value.toString());
    if (value.isDouble() && value.toInteger(-1) >= 1)
        return std::to_string(value.toInteger());
    error(key, "the value must be the name of a column, or its number from 1", "name a column of the file");
    return {};
}

std::string ManifestKeys::column(const QJsonObject& object, const std::string& parent, const char* key)
{
    return column(object.value(QLatin1String(key)), path(parent, key));
}

TableFiles ManifestKeys::table(const QJsonObject& object, const std::string& parent)
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

QString ManifestKeys::fileName(const QJsonValue& value, const std::string& key)
{
    QString name = value.toString();
    const bool outside = name.startsWith(u'/') || name.contains(u'\\')
        || name.split(u'/').contains(QStringLiteral("..")) || (name.size() > 1 && name.at(1) == u':');
    if (name.isEmpty() || outside)
        error(key, outside ? "the file lies outside the manifest's folder" : "the value must be a file name",
            "name a file beside manifest.json, or in a folder below it");
    return name;
}

bool ManifestKeys::others(
    const QJsonObject& object, const std::string& parent, const char* word, const char* usual)
{
    const QJsonValue value = object.value(QLatin1String("others"));
    const bool is = value.toString() == QLatin1String(word);
    if (!value.isUndefined() && !is && value.toString() != QLatin1String(usual))
        error(path(parent, "others"), "the value is not known",
            "write " + std::string(word) + " or " + std::string(usual));
    return is;
}

} // namespace btw::io
