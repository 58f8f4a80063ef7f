// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/events.h"
#include "engine/training/progress.h"
#include "engine/weighting/smoother.h"

#include <ATen/ATen.h>

#include <string>

namespace btw::training {

/// Everything that a run needs to go on after an epoch as if nothing had happened.
struct Checkpoint
{
    std::string identity; ///< of the run (RunPlan::identity); empty where an older version wrote it
    at::Tensor values, firstMoment, secondMoment; ///< `[P]`
    at::Tensor generator; ///< state of the run's generator
    std::int64_t steps = 0; ///< optimiser steps
    Progress::State progress;
    weighting::SmootherState smoother; ///< weights in force in the next epoch; empty unless weighted
    RunResult best; ///< best epoch so far
    at::Tensor history; ///< ModelRun::history(); undefined where the model remembers nothing
    at::Tensor bestValues; ///< `[P]` of that epoch; undefined where an older version wrote it
};

/// Writes to a temporary name, syncs, renames: `path` is never half a checkpoint.
/// \throws btw::Error (Kind::Work) naming the file.
void writeCheckpoint(const Checkpoint& checkpoint, const std::string& path);
/// \throws btw::Error naming the file when it is damaged or of another version.
Checkpoint readCheckpoint(const std::string& path);

} // namespace btw::training
