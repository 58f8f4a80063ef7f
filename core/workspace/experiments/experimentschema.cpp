// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/experimentschema.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QString>

namespace btw::experiments {

namespace {

/// All but the grid's parameters.
constexpr const char* kSchema = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "BTW Workbench experiment",
  "description": "What btw sweep trains and compares. Paths are relative to the file's folder.",
  "type": "object",
  "required": ["data"],
  "additionalProperties": false,
  "properties": {
    "name": { "type": "string", "minLength": 1,
      "description": "What it is called; the file's name where this is absent." },
    "about": { "type": "string", "description": "What it is for; read by people only." },
    "data": { "type": "string", "minLength": 1,
      "description": "A cohort as btw train takes it, or a planted one, by a kind of btw sample: sample:los; sample:los:3 has the seed 3." },
    "shapes": { "type": "array", "uniqueItems": true, "items": { "type": "string", "minLength": 1 },
      "description": "Planted cohorts of the shape of published data that it can be trained on in place of its own, named likewise: btw sweep --data takes them, and the window offers them." },
    "metric": { "type": "string", "minLength": 1,
      "description": "The figure of the answer, chosen before any test row is read; the task's primary figure where this is absent." },
    "margin": { "type": "number", "minimum": 0,
      "description": "The smallest difference that matters, for what each modality adds." },
    "folds": { "anyOf": [ { "type": "integer", "minimum": 2, "maximum": 1000 }, { "type": "string", "minLength": 1 } ],
      "description": "Cross-validate: a number of folds, group, or a descriptive column, each of whose values is a fold." },
    "repeats": { "type": "integer", "minimum": 1, "maximum": 1000, "description": "How often the folds are drawn." },
    "draws": { "type": "integer", "minimum": 1, "maximum": 1000,
      "description": "Of a planted cohort: how many are drawn, with the seeds 1, 2, ...; each is an experiment of its own." },
    "seeds": { "anyOf": [ { "type": "array", "minItems": 1, "uniqueItems": true,
          "items": { "type": "integer", "minimum": 0, "maximum": 9007199254740991 } }, { "enum": ["repeat"] } ], "default": [1],
      "description": "One training each; \"repeat\": one training per fold, with the number of the repeat as its seed." },
    "spec": { "type": "object", "$ref": "spec.schema.json",
      "description": "What all trainings share: keys that override the preset." },
    "grid": { "type": "object", "additionalProperties": false,
      "description": "Keys with lists of values: every combination is trained. Those that cannot be, or would train the same again, are left out and named.",
      "properties": {
        "system": { "type": "array", "minItems": 1, "uniqueItems": true,
          "items": { "type": "string" }, "description": "What is trained; btw systems lists them." },
        "modalities": { "type": "array", "minItems": 1, "uniqueItems": true,
          "items": { "anyOf": [ { "enum": ["all", "alone", "leave-one-out"] },
            { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "string", "minLength": 1 } } ] },
          "description": "Which modalities are used: lists of names; all together; each alone; each left out." },
        "rows": { "type": "array", "minItems": 1, "uniqueItems": true,
          "items": { "anyOf": [ { "enum": ["all", "complete"] },
            { "type": "object", "required": ["name"], "additionalProperties": false,
              "properties": { "name": { "type": "string", "minLength": 1 }, "complete": { "type": "boolean" },
                "ranges": { "type": "array" }, "keep": { "type": "array" }, "drop": { "type": "array" } } } ] },
          "description": "Which people: all, those who have every modality (complete), or a filter as a recipe has it, with a name. Each is compared separately." }
      } },
    "baseline": { "type": "string", "minLength": 1,
      "description": "What the others are compared with, as btw compare --baseline takes it." },
    "threads": { "type": "integer", "minimum": 1, "maximum": 1024, "default": 1,
      "description": "Of LibTorch and BLAS in each training: fixed here, so that it gives the same numbers on every machine." },
    "device": { "enum": ["cpu", "cuda", "auto"], "default": "cpu", "description": "Where it is trained." },
    "without": { "anyOf": [ { "enum": ["each"] },
        { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "anyOf": [ { "type": "string", "minLength": 1 },
          { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "string", "minLength": 1 } } ] } } ],
      "description": "Also trained without each modality, or without these; a list in the list: together." },
    "placebo": { "type": "boolean", "default": false,
      "description": "Also trained with each modality that is left out shuffled between people." },
    "published": { "type": "array", "description": "Figures of a paper, shown beside the comparison and marked as published.",
      "items": { "type": "object", "required": ["system", "metric", "mean"], "additionalProperties": false,
        "properties": { "system": { "type": "string", "minLength": 1 }, "variant": { "type": "string", "minLength": 1 },
          "settings": { "type": "string" }, "metric": { "type": "string", "minLength": 1 }, "mean": { "type": "number" },
          "std": { "type": "number", "minimum": 0 }, "data": { "type": "string" }, "source": { "type": "string" } } } },
    "not_yet_there": { "type": "array", "items": { "type": "string", "minLength": 1 },
      "description": "What belongs to it, but cannot be trained by this version; named when it is run." }
  }
})";

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

void insertInto(QJsonObject& object, const QString& key, const QString& inner, const QJsonValue& value)
{
    auto changed = object.value(key).toObject();
    changed.insert(inner, value);
    object.insert(key, changed);
}

} // namespace

QJsonObject experimentSchema(const systems::SystemRegistry& systems)
{
    const QString items = QStringLiteral("items");
    const QString properties = QStringLiteral("properties");
    const QString grid = QStringLiteral("grid");
    auto schema = QJsonDocument::fromJson(kSchema).object();
    auto all = schema.value(properties).toObject();
    auto gridSchema = all.value(grid).toObject();
    auto keys = gridSchema.value(properties).toObject();

    QJsonArray names;
    for (const auto& system : systems.all())
        names.append(textOf(system->info().name));
    auto system = keys.value(QStringLiteral("system")).toObject();
    insertInto(system, items, QStringLiteral("enum"), names);
    keys.insert(QStringLiteral("system"), system);
    for (const auto& parameter : systems.parameters()) {
        const QString key = textOf(parameter.key);
        // Another draw of the split has other test rows: nothing could be paired.
        if (keys.contains(key) || key == QLatin1String("model") || key == QLatin1String("split_seed"))
            continue;
        QJsonObject values { { QStringLiteral("type"), QStringLiteral("array") },
            { QStringLiteral("minItems"), 1 }, { QStringLiteral("uniqueItems"), true },
            { items,
                QJsonObject {
                    { QStringLiteral("$ref"), QStringLiteral("spec.schema.json#/properties/") + key } } } };
        if (key == QLatin1String("unimodal"))
            insertInto(values, items, QStringLiteral("enum"), names);
        keys.insert(key, values);
    }
    gridSchema.insert(properties, keys);
    all.insert(grid, gridSchema);
    schema.insert(properties, all);
    return schema;
}

} // namespace btw::experiments
