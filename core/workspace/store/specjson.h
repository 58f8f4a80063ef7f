// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/spec.h"

#include <QJsonObject>
#include <QString>

#include <cstddef>
#include <optional>

namespace btw::store {

// A spec as JSON: one flat object whose snake_case keys are those of docs/spec.schema.json, numbers in full.

/// Every key of the spec.
QJsonObject specToJson(const training::ExperimentSpec& spec);

/// The reverse, for stored specs: a key that is absent keeps its default (the `paper` preset's).
/// \throws btw::Error as applySpecJson.
training::ExperimentSpec specFromJson(const QJsonObject& json);

/// Sets the keys that `json` has; on an error the spec is unchanged. `preset` is checked but not applied: a
/// preset comes before the keys that override it (resolveSpec does both).
/// \throws btw::Error (Kind::Input) that names an unknown key and the nearest known one, a value of the wrong
/// type or one out of range.
void applySpecJson(training::ExperimentSpec& spec, const QJsonObject& json);

/// What `btw train` runs: the preset (the flag's, else the JSON's, else auto), then the JSON's keys over it.
/// Flags for single keys go over the result. \throws btw::Error as applySpecJson and presetSpec.
training::ExperimentSpec resolveSpec(
    const QJsonObject& json, const std::optional<QString>& presetFlag, std::size_t trainingInstances);

} // namespace btw::store
