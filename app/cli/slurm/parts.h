// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/plan.h"

#include <cstddef>
#include <vector>

namespace btw::cli::slurm {

/// Trainings that share no step with each other's, so that parts can be trained apart and nothing twice. The
/// same plans make the same parts, everywhere.
/// \param plans one a training \return places in plans, each once, ascending in each part
std::vector<std::vector<std::size_t>> partsOf(const std::vector<std::vector<jobs::PlannedRun>>& plans);

} // namespace btw::cli::slurm
