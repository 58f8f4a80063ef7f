// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"
#include "workspace/jobs/request.h"

#include <QString>

#include <vector>

namespace btw::jobs {

/// Names the modalities of tokens that some of the trainings read as measurements, since no encoder from a
/// file reads them; empty where there are none.
QString tokensNote(const std::vector<TrainingRequest>& requests, const systems::SystemRegistry& systems);

} // namespace btw::jobs
