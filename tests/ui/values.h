// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/events.h"

#include <cstdint>
#include <string>

/// Values as the queue sends them, made by hand.
namespace btw::values {

/// A line of a result card. `difference`, `low` and `high`: positive = the final model is better.
jobs::ResultLine line(jobs::ResultLine::Kind kind, const std::string& label, double value, double difference,
    double low, double high, std::int64_t n = 200);
/// text, audio, video alone, baseline, weighted (the reference), plain regression on all, constant; every
/// difference clearly in favour of the weighted model.
jobs::ResultCard clearCard();

store::RunRecord run(std::int64_t id, training::Step step, store::RunStatus status);
/// A training of these runs, the last one weighted.
store::TrainingRecord training(
    std::int64_t id, const std::vector<std::int64_t>& runs, store::TrainingState state);
/// Started run number `index` of a BTW training on text, audio and video.
jobs::RunStarted started(int index);
/// Epoch `epoch` of that run, with the digest that comes with it.
jobs::EpochDone epochDone(int index, int epoch);
/// The weighted run's digest after `epochs` epochs: text 0.6, audio 0.3, video 0.1.
jobs::RunDigest weightedDigest(int epochs, weighting::Variant variant);

/// A regression cohort of `n` rows, text everywhere, labs for every other row, 60/20/20 split.
data::Cohort cohort(std::size_t n);

} // namespace btw::values
