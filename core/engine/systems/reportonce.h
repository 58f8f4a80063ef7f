// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/systems/system.h"

namespace btw::systems {

/// Of a model that is fitted at once: its predictions as a run's one epoch, with metrics on validation rows
/// and, in the result, on test rows; unimodal ones on the rows that have the modality.
training::RunResult reportOnce(const data::Cohort& cohort, const training::RunPlan& plan,
    Predictions predictions, training::RunDetails details, training::RunObserver& observer);

/// \throws btw::Error where several processes are to share the work of a system that one process fits.
void requireAlone(const Place& place, const SystemInfo& info);

} // namespace btw::systems
