// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstdint>

namespace btw::cli {

/// Batches of a step's cohort: sequences differ in length from one to the next.
inline constexpr std::int64_t kStepBatches = 4;

/// Cohorts of three classes for the steps of systems: kStepBatches batches of training rows, and a few that
/// validate. Every eighth row lacks one of the modalities, each in its turn, where there are several.
/// tests/bench/peers/systems_data.py makes up the same shapes.
/// Vectors of 64 features.
data::Cohort stepVectors(std::int64_t modalities, std::int64_t batch);
/// Sequences of 32 features, a fifth to all of 50 steps.
data::Cohort stepSequences(std::int64_t modalities, std::int64_t batch);
/// Series of 10 features at 20 to 100 time stamps within 48 hours, a third of their values measured.
data::Cohort stepSeries(std::int64_t modalities, std::int64_t batch);

} // namespace btw::cli
