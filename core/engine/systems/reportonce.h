// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/training/run.h"

namespace btw::systems {

/// Of a model that is fitted at once: its predictions as a run's one epoch, with metrics on validation rows
/// and, in the result, on test rows; unimodal ones on the rows that have the modality.
training::RunResult reportOnce(const data::Cohort& cohort, const training::RunPlan& plan,
    Predictions predictions, training::RunDetails details, ModelState model, training::RunObserver& observer);

/// What remains of a run that was asked to stop.
training::RunResult stoppedRun();

} // namespace btw::systems
