// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <QJsonObject>
#include <QString>

#include <cstddef>
#include <optional>
#include <span>

namespace btw::store {

// A spec as JSON: one flat object whose snake_case keys are those of docs/spec.schema.json, numbers in full.

/// Every key that systems share, and those of a system's own that are not at their default.
QJsonObject specToJson(const training::ExperimentSpec& spec);

/// The reverse, for stored specs: a key that is absent keeps its default (the `paper` preset's); a key that
/// systems do not share is one of the system's own, and kept as it is. \throws btw::Error as applySpecJson.
training::ExperimentSpec specFromJson(const QJsonObject& json);

/// Sets the keys that `json` has; on an error the spec is unchanged. `preset` is checked but not applied: a
/// preset comes before the keys that override it (resolveSpec does both).
/// \throws btw::Error (Kind::Input) that names an unknown key and the nearest known one, a value of the wrong
/// type or one out of range.
/// \param parameters the keys that there are
void applySpecJson(training::ExperimentSpec& spec, const QJsonObject& json,
    std::span<const training::Parameter> parameters = training::commonParameters());

/// What `btw train` runs: the preset (the flag's, else the JSON's, else auto), then the JSON's keys over it.
/// Flags for single keys go over the result. \throws btw::Error as applySpecJson and presetSpec.
training::ExperimentSpec resolveSpec(const QJsonObject& json, const std::optional<QString>& presetFlag,
    std::size_t trainingInstances,
    std::span<const training::Parameter> parameters = training::commonParameters());

} // namespace btw::store
