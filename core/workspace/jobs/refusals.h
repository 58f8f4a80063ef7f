// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/problem.h"
#include "engine/systems/system.h"
#include "workspace/jobs/request.h"

#include <vector>

namespace btw::jobs {

/// Gradients are what processes share. \throws btw::Error for a request on ranks of a system without
void refuseRanks(const TrainingRequest& request, const systems::System& system);

/// \throws btw::Error with the first of them that is an error
void refuseErrors(const std::vector<data::Problem>& problems);

} // namespace btw::jobs
