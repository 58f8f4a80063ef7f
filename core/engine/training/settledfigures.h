// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/modelrun.h"
#include "engine/weighting/settling.h"

#include <vector>

namespace btw::training {

/// A weighted model's figures on test rows as if they were new people, whose weights settle (docs/method,
/// "Weights of new people"), and `settled_share`. Empty when stopped, and where that fails: the run itself is
/// whole. \param crossFit RunWeights::crossFit() \param run with the parameters of its best epoch \param used
/// modalities of the plan
MetricSet settledFigures(const data::Cohort& cohort, const ModelRun& run, const weighting::SettlingBase& base,
    const RunPlan& plan, const std::vector<std::size_t>& used, const Predictions* crossFit,
    const RunControl& control, RunObserver& observer);

} // namespace btw::training
