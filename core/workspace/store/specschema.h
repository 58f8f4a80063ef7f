// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <QJsonObject>

#include <span>

namespace btw::store {

/// The JSON schema (2020-12) of a spec with these keys: docs/spec.schema.json is that of all systems.
QJsonObject specSchema(std::span<const training::Parameter> parameters);

} // namespace btw::store
