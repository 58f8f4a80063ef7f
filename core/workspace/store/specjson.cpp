// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/specjson.h"

#include "engine/error.h"
#include "workspace/store/nearestname.h"
#include "workspace/store/textof.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <vector>

namespace btw::store {
namespace {

using training::ExperimentSpec;
using training::Parameter;
using Parameters = std::span<const Parameter>;

std::string nearestKey(Parameters parameters, std::string_view key)
{
    std::vector<std::string> keys;
    keys.reserve(parameters.size());
    for (const Parameter& parameter : parameters)
        keys.emplace_back(parameter.key);
    return nearestName(key, keys);
}

std::string asWritten(const QJsonValue& value)
{
    const QByteArray list = QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact);
    return list.sliced(1, list.size() - 2).toStdString();
}

/// False where the value's type or range is not the field's.
bool setField(ExperimentSpec& spec, const Parameter& field, const QJsonValue& value)
{
    if (field.isBoolean()) {
        if (value.isBool())
            field.setBoolean(spec, value.toBool());
        return value.isBool();
    }
    if (field.isList()) {
        std::vector<std::string> names;
        for (const auto& name : value.toArray()) {
            names.push_back(name.toString().toStdString());
            if (names.back().empty() || std::count(names.begin(), names.end(), names.back()) > 1)
                return false;
        }
        if (value.isArray())
            field.setList(spec, std::move(names));
        return value.isArray();
    }
    if (field.isText())
        return value.isString() && !value.toString().isEmpty()
            && field.setText(spec, value.toString().toStdString());
    const double number = value.toDouble(std::nan(""));
    if (!field.range.contains(number) || (field.isInteger() && number != std::floor(number)))
        return false;
    field.setNumber(spec, number);
    return true;
}

void applyKeys(ExperimentSpec& spec, const QJsonObject& json, Parameters parameters)
{
    for (auto it = json.begin(); it != json.end(); ++it) {
        const std::string key = it.key().toStdString();
        const Parameter* field = training::findParameter(parameters, key);
        if (field == nullptr) {
            throw Error("The spec has an unknown key \"" + key + "\"; did you mean \""
                + nearestKey(parameters, key) + "\"?");
        }
        if (!setField(spec, *field, it.value())) {
            throw Error("The spec's key \"" + key + "\" is " + asWritten(it.value()) + ", but must be "
                + field->allowed() + ".");
        }
    }
}

QJsonValue ownToJson(const training::OwnValue& value)
{
    return std::visit(
        []<class T>(const T& v) -> QJsonValue {
            if constexpr (std::is_same_v<T, std::string>)
                return QString::fromStdString(v);
            else
                return v;
        },
        value);
}

training::OwnValue ownFromJson(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool();
    return value.isDouble() ? training::OwnValue(value.toDouble()) : value.toString().toStdString();
}

} // namespace

QJsonObject specToJson(const ExperimentSpec& spec)
{
    QJsonObject json;
    for (const Parameter& field : training::commonParameters()) {
        if (std::holds_alternative<std::monostate>(field.member))
            continue; // kept by key, below
        QJsonValue value;
        if (field.isBoolean())
            value = field.boolean(spec);
        else if (field.isText())
            value = QString::fromStdString(field.text(spec));
        else if (field.isList()) {
            QJsonArray names;
            for (const auto& name : field.list(spec))
                names.append(QString::fromStdString(name));
            value = names;
        } else if (field.isInteger())
            value = static_cast<qint64>(field.number(spec));
        else
            value = field.number(spec);
        json.insert(textOf(field.key), value);
    }
    for (const auto& [key, value] : spec.own)
        json.insert(QString::fromStdString(key), ownToJson(value));
    return json;
}

ExperimentSpec specFromJson(const QJsonObject& json)
{
    ExperimentSpec spec;
    QJsonObject shared;
    for (auto it = json.begin(); it != json.end(); ++it) {
        const std::string key = it.key().toStdString();
        if (training::findParameter(training::commonParameters(), key) != nullptr)
            shared.insert(it.key(), it.value());
        else
            spec.own.emplace(key, ownFromJson(it.value()));
    }
    applyKeys(spec, shared, training::commonParameters());
    training::validateSpec(spec);
    return spec;
}

void applySpecJson(ExperimentSpec& spec, const QJsonObject& json, Parameters parameters)
{
    ExperimentSpec changed = spec;
    applyKeys(changed, json, parameters);
    changed.preset = spec.preset;
    training::validateSpec(changed);
    spec = changed;
}

ExperimentSpec resolveSpec(const QJsonObject& json, const std::optional<QString>& presetFlag,
    std::size_t trainingInstances, Parameters parameters)
{
    const QString preset
        = presetFlag.value_or(json.value(QStringLiteral("preset")).toString(QStringLiteral("auto")));
    ExperimentSpec spec = training::presetSpec(preset.toStdString(), trainingInstances);
    applySpecJson(spec, json, parameters);
    return spec;
}

} // namespace btw::store
