// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/results/plan.h"

#include <QString>

namespace btw::experiments {

/// Draws of a planted cohort: what each weighting gains in the mean, and in how many draws what was said of
/// it. The draws are independent of each other, so that their spread needs no bootstrap.
QString drawnResults(const store::Store& store, const PlannedExperiment& planned);

} // namespace btw::experiments
