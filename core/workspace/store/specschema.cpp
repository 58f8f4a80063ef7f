// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/specschema.h"

#include "workspace/store/textof.h"

#include <QJsonArray>

namespace btw::store {
namespace {

using training::Parameter;

QString typeOf(const Parameter& parameter)
{
    if (parameter.isText())
        return QStringLiteral("string");
    if (parameter.isList())
        return QStringLiteral("array");
    return parameter.isReal() ? QStringLiteral("number") : textOf(parameter.kind());
}

QJsonObject propertyOf(const Parameter& parameter)
{
    QJsonObject property { { QStringLiteral("title"), textOf(parameter.label) },
        { QStringLiteral("description"), textOf(parameter.explanation) },
        { QStringLiteral("type"), typeOf(parameter) } };
    const training::ExperimentSpec defaults;
    if (parameter.isBoolean())
        property.insert(QStringLiteral("default"), parameter.boolean(defaults));
    else if (parameter.isList())
        property.insert(QStringLiteral("default"), QJsonArray());
    else if (parameter.isText())
        property.insert(QStringLiteral("default"), QString::fromStdString(parameter.defaultText()));
    else
        property.insert(QStringLiteral("default"), parameter.number(defaults));
    if (parameter.isInteger() || parameter.isReal()) {
        const auto& range = parameter.range;
        property.insert(
            range.lowOpen ? QStringLiteral("exclusiveMinimum") : QStringLiteral("minimum"), range.low);
        property.insert(
            range.highOpen ? QStringLiteral("exclusiveMaximum") : QStringLiteral("maximum"), range.high);
    }
    if (parameter.isList()) {
        property.insert(QStringLiteral("items"),
            QJsonObject {
                { QStringLiteral("type"), QStringLiteral("string") }, { QStringLiteral("minLength"), 1 } });
        property.insert(QStringLiteral("uniqueItems"), true);
    }
    if (const auto choices = parameter.choices(); !choices.empty()) {
        QJsonArray names;
        for (const auto& name : choices)
            names.append(textOf(name));
        property.insert(QStringLiteral("enum"), names);
    } else if (parameter.isText() && !parameter.defaultText().empty()) {
        property.insert(QStringLiteral("minLength"), 1);
    }
    return property;
}

} // namespace

QJsonObject specSchema(std::span<const Parameter> parameters)
{
    QJsonObject properties;
    for (const auto& parameter : parameters)
        properties.insert(textOf(parameter.key), propertyOf(parameter));
    return { { QStringLiteral("$schema"), QStringLiteral("https://json-schema.org/draft/2020-12/schema") },
        { QStringLiteral("title"), QStringLiteral("BTW Workbench experiment specification") },
        { QStringLiteral("description"),
            QStringLiteral("Keys that are absent keep the preset's value; the defaults given here are those "
                           "of the preset paper.") },
        { QStringLiteral("type"), QStringLiteral("object") },
        { QStringLiteral("additionalProperties"), false }, { QStringLiteral("properties"), properties } };
}

} // namespace btw::store
