// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/schemacheck.h"

#include "workspace/store/nearestname.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <cmath>
#include <vector>

namespace btw::experiments {

namespace {

const QString kType = QStringLiteral("type");
const QString kAnyOf = QStringLiteral("anyOf");
const QString kEnum = QStringLiteral("enum");
const QString kItems = QStringLiteral("items");
const QString kProperties = QStringLiteral("properties");
const QString kMinimum = QStringLiteral("minimum");
const QString kMaximum = QStringLiteral("maximum");

QString asWritten(const QJsonValue& value)
{
    const QString list
        = QString::fromUtf8(QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact));
    return list.mid(1, list.size() - 2);
}

bool hasType(const QString& type, const QJsonValue& value)
{
    if (type == QLatin1String("string"))
        return value.isString();
    if (type == QLatin1String("boolean"))
        return value.isBool();
    if (type == QLatin1String("array"))
        return value.isArray();
    if (type == QLatin1String("object"))
        return value.isObject();
    const double number = value.toDouble();
    return value.isDouble() && (type == QLatin1String("number") || number == std::floor(number));
}

bool isAmong(const QJsonArray& list, const QJsonValue& value) { return list.contains(value); }

bool hasTwice(const QJsonArray& list)
{
    for (qsizetype i = 0; i < list.size(); ++i)
        for (qsizetype j = 0; j < i; ++j)
            if (list[i] == list[j])
                return true;
    return false;
}

/// "an integer from 1 to 1000", "one of each, or a list of text".
QString allowed(const QJsonObject& schema)
{
    if (schema.contains(kAnyOf)) {
        QStringList ways;
        for (const auto& way : schema.value(kAnyOf).toArray())
            ways << allowed(way.toObject());
        return ways.join(QStringLiteral(", or "));
    }
    if (schema.contains(kEnum)) {
        QStringList names;
        for (const auto& name : schema.value(kEnum).toArray())
            names << name.toVariant().toString();
        return names.size() == 1 ? names.front()
                                 : QStringLiteral("one of ") + names.join(QStringLiteral(", "));
    }
    const QString type = schema.value(kType).toString();
    if (type == QLatin1String("string"))
        return QStringLiteral("text");
    if (type == QLatin1String("boolean"))
        return QStringLiteral("true or false");
    if (type == QLatin1String("object"))
        return QStringLiteral("an object");
    if (type == QLatin1String("array")) {
        const auto items = schema.value(kItems).toObject();
        return QStringLiteral("a list%1%2")
            .arg(items.contains(kType) || items.contains(kEnum) || items.contains(kAnyOf)
                    ? QStringLiteral(" of ") + allowed(items)
                    : QString(),
                schema.value(QStringLiteral("uniqueItems")).toBool() ? QStringLiteral(", each once")
                                                                     : QString());
    }
    QString words
        = type == QLatin1String("integer") ? QStringLiteral("an integer") : QStringLiteral("a number");
    if (schema.contains(kMinimum))
        words += QStringLiteral(" from %1").arg(schema.value(kMinimum).toDouble(), 0, 'g', 17);
    if (schema.contains(kMaximum))
        words += QStringLiteral(" to %1").arg(schema.value(kMaximum).toDouble(), 0, 'g', 17);
    return words;
}

/// Whether the value itself, not what is in it, is what the schema asks for.
bool fits(const QJsonObject& schema, const QJsonValue& value)
{
    if (schema.contains(kType) && !hasType(schema.value(kType).toString(), value))
        return false;
    if (schema.contains(kEnum) && !isAmong(schema.value(kEnum).toArray(), value))
        return false;
    if (value.isDouble())
        return value.toDouble() >= schema.value(kMinimum).toDouble(-HUGE_VAL)
            && value.toDouble() <= schema.value(kMaximum).toDouble(HUGE_VAL);
    if (value.isString())
        return value.toString().size() >= schema.value(QStringLiteral("minLength")).toInt();
    if (!value.isArray())
        return true;
    const auto list = value.toArray();
    return list.size() >= schema.value(QStringLiteral("minItems")).toInt()
        && !(schema.value(QStringLiteral("uniqueItems")).toBool() && hasTwice(list));
}

std::string inQuotes(const QString& name) { return '"' + name.toStdString() + '"'; }

class Check
{
public:
    explicit Check(std::string root)
        : m_root(std::move(root))
    {
    }

    std::optional<std::string> violation(
        const QJsonObject& schema, const QJsonValue& value, const QString& path) const
    {
        if (schema.contains(kAnyOf)) {
            for (const auto& way : schema.value(kAnyOf).toArray())
                if (!violation(way.toObject(), value, path))
                    return std::nullopt;
            return wrong(schema, value, path);
        }
        if (!fits(schema, value))
            return wrong(schema, value, path);
        if (value.isArray())
            return inList(schema.value(kItems).toObject(), value.toArray(), path);
        if (value.isObject() && schema.contains(kProperties))
            return inObject(schema, value.toObject(), path);
        return std::nullopt;
    }

private:
    std::string named(const QString& path) const
    {
        return path.isEmpty() ? m_root : m_root + "'s key " + inQuotes(path);
    }

    std::string wrong(const QJsonObject& schema, const QJsonValue& value, const QString& path) const
    {
        return named(path) + " is " + asWritten(value).toStdString() + ", but must be "
            + allowed(schema).toStdString() + ".";
    }

    std::optional<std::string> inList(
        const QJsonObject& items, const QJsonArray& list, const QString& path) const
    {
        for (qsizetype i = 0; i < list.size(); ++i)
            if (auto found = violation(items, list[i], QStringLiteral("%1[%2]").arg(path).arg(i)))
                return found;
        return std::nullopt;
    }

    std::optional<std::string> inObject(
        const QJsonObject& schema, const QJsonObject& object, const QString& path) const
    {
        const auto properties = schema.value(kProperties).toObject();
        for (const auto& required : schema.value(QStringLiteral("required")).toArray())
            if (!object.contains(required.toString()))
                return named(path) + " lacks the key " + inQuotes(required.toString()) + ".";
        const bool isClosed = schema.contains(QStringLiteral("additionalProperties"))
            && !schema.value(QStringLiteral("additionalProperties")).toBool();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (!properties.contains(it.key())) {
                if (!isClosed)
                    continue;
                std::vector<std::string> names;
                for (const auto& name : properties.keys())
                    names.push_back(name.toStdString());
                return named(path) + " has an unknown key " + inQuotes(it.key()) + "; did you mean \""
                    + store::nearestName(it.key().toStdString(), names) + "\"?";
            }
            const QString inner = path.isEmpty() ? it.key() : path + QLatin1Char('.') + it.key();
            if (auto found = violation(properties.value(it.key()).toObject(), it.value(), inner))
                return found;
        }
        return std::nullopt;
    }

    std::string m_root;
};

} // namespace

std::optional<std::string> violation(
    const QJsonObject& schema, const QJsonValue& value, const std::string& what)
{
    return Check(what).violation(schema, value, {});
}

} // namespace btw::experiments
