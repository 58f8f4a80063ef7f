// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/specjson.h"

#include "engine/error.h"
#include "engine/training/specfields.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace btw::store {
namespace {

using training::ExperimentSpec;
using training::SpecField;

/// Insertions, deletions and replacements from a to b (Levenshtein 1966).
std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t { 0 });
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({ replaced, row[j] + 1, row[j + 1] + 1 });
        }
    }
    return row.back();
}

const SpecField* findField(std::string_view key)
{
    const auto fields = training::specFields();
    const auto found
        = std::find_if(fields.begin(), fields.end(), [key](const SpecField& f) { return f.key == key; });
    return found == fields.end() ? nullptr : &*found;
}

std::string nearestKey(std::string_view key)
{
    const auto fields = training::specFields();
    const auto nearest
        = std::min_element(fields.begin(), fields.end(), [key](const SpecField& a, const SpecField& b) {
              return editDistance(key, a.key) < editDistance(key, b.key);
          });
    return std::string(nearest->key);
}

std::string asWritten(const QJsonValue& value)
{
    const QByteArray list = QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact);
    return list.sliced(1, list.size() - 2).toStdString();
}

/// False where the value's type or range is not the field's.
bool setField(ExperimentSpec& spec, const SpecField& field, const QJsonValue& value)
{
    if (field.isBoolean()) {
        if (value.isBool())
            field.setBoolean(spec, value.toBool());
        return value.isBool();
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

void applyKeys(ExperimentSpec& spec, const QJsonObject& json)
{
    for (auto it = json.begin(); it != json.end(); ++it) {
        const std::string key = it.key().toStdString();
        const SpecField* field = findField(key);
        if (field == nullptr) {
            throw Error(
                "The spec has an unknown key \"" + key + "\"; did you mean \"" + nearestKey(key) + "\"?");
        }
        if (!setField(spec, *field, it.value())) {
            throw Error("The spec's key \"" + key + "\" is " + asWritten(it.value()) + ", but must be "
                + field->allowed() + ".");
        }
    }
}

} // namespace

QJsonObject specToJson(const ExperimentSpec& spec)
{
    QJsonObject json;
    for (const SpecField& field : training::specFields()) {
        QJsonValue value;
        if (field.isBoolean())
            value = field.boolean(spec);
        else if (field.isText())
            value = QString::fromStdString(field.text(spec));
        else if (field.isInteger())
            value = static_cast<qint64>(field.number(spec));
        else
            value = field.number(spec);
        json.insert(QString::fromUtf8(field.key.data(), static_cast<qsizetype>(field.key.size())), value);
    }
    return json;
}

ExperimentSpec specFromJson(const QJsonObject& json)
{
    ExperimentSpec spec;
    applyKeys(spec, json);
    training::validateSpec(spec);
    return spec;
}

void applySpecJson(ExperimentSpec& spec, const QJsonObject& json)
{
    ExperimentSpec changed = spec;
    applyKeys(changed, json);
    changed.preset = spec.preset;
    training::validateSpec(changed);
    spec = changed;
}

ExperimentSpec resolveSpec(
    const QJsonObject& json, const std::optional<QString>& presetFlag, std::size_t trainingInstances)
{
    const QString preset
        = presetFlag.value_or(json.value(QStringLiteral("preset")).toString(QStringLiteral("auto")));
    ExperimentSpec spec = training::presetSpec(preset.toStdString(), trainingInstances);
    applySpecJson(spec, json);
    return spec;
}

} // namespace btw::store
