// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/records.h"

#include <QString>

namespace btw::experiments {

/// What a run is called in lists and captions: "BTW-weighted mixture of experts, fold 1, without tumour, seed
/// 2", "text alone, seed 1". \param cohort that it was trained on
QString runTitle(const store::RunRecord& run, const store::CohortRecord& cohort);

} // namespace btw::experiments
