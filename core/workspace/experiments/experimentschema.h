// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

#include <QJsonObject>

namespace btw::experiments {

/// The JSON schema (2020-12) of an experiment's file: docs/experiment.schema.json is that of all systems. A
/// file is checked by the same schema.
QJsonObject experimentSchema(const systems::SystemRegistry& systems);

} // namespace btw::experiments
