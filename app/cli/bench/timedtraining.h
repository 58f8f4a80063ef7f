// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/trainer.h"

#include <vector>

namespace btw::cli {

/// Trains for as many epochs as a measurement needs, whatever the plan says of their number.
/// \returns milliseconds of each but the first.
std::vector<double> epochTimes(training::Trainer& trainer, training::RunPlan plan);

/// Trains until that many batches are done, then stops.
void trainBatches(training::Trainer& trainer, const training::RunPlan& plan, std::int64_t batches);

} // namespace btw::cli
