// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparison.h"

#include <QString>

#include <cstddef>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::experiments {

/// What weighting costs (docs/method, "What a weighting costs"): an epoch of each unimodal model and of the
/// weighted model, together, over an epoch of the unweighted model. It is asked for as a metric is, but says
/// nothing of people: no interval, no p, nothing beside --baseline.
inline constexpr const char* kTimeOverBaseline = "time_over_baseline";

/// Of fewer epochs the median may be one during which the run was paused.
inline constexpr std::size_t kFewestEpochsTimed = 3;

/// Seconds of each epoch of a run.
using EpochSeconds = std::vector<double>;

/// The ratio of one training, with the median epoch of each run; NaN where a run has fewer epochs than
/// kFewestEpochsTimed, or one whose seconds are not known.
double timeOverBaseline(
    const std::vector<EpochSeconds>& unimodal, const EpochSeconds& weighted, const EpochSeconds& baseline);

/// Whether an experiment has a published figure of it.
bool isTimePublished(const std::vector<PublishedRow>& published);

/// Fills Comparison::times: a row for each weighted model but placebos, with the mean and standard deviation
/// over its trainings (seeds and splits) whose times are known; and Comparison::timesNote.
void addTimes(const store::Store& store, const Models& models, Comparison& comparison);

/// What the figure is, without an end: "time of an epoch of ..., over ...".
QString timeExplained();
/// The times beside the figures that a paper gives of the same models, and the note; empty without times.
QString timesSentence(const Comparison& comparison);

} // namespace btw::experiments
