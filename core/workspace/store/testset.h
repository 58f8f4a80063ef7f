// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/metrics.h"
#include "workspace/store/records.h"

namespace btw::store {

/// The test rows of a cohort, with their groups.
analysis::EvaluationSet testSet(const CohortRecord& cohort);

/// Those that a run is judged on: of a unimodal run the rows that have its modality, although its model may
/// answer for the others, too.
analysis::EvaluationSet testSet(const CohortRecord& cohort, const RunRecord& run);

} // namespace btw::store
