// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/spec/parameter.h"
#include "engine/training/run.h"

#include <QString>

#include <vector>

namespace btw::jobs {

/// StepIdentity::numerics of a step, which is part of its key: in what it is no longer that of earlier
/// versions, bit for bit. Sequences (kernels/lstm.h), attention and time attention have kernels of their own,
/// ITHP's variances are bounded, a Transformer reads the points of a series where it is asked for, MMIM
/// trains in two stages, a frozen file gets each row by itself. The only list of these. \param read the
/// parameters that the step's system reads
QString numericsOf(
    const training::RunPlan& step, const data::Cohort& cohort, const std::vector<training::Parameter>& read);

} // namespace btw::jobs
