// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/runner.h"

namespace btw::cli {

/// What a training that ended so leaves as the program's exit status.
int exitStatus(jobs::TrainingOutcome outcome);

} // namespace btw::cli
