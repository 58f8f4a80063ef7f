// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/events.h"
#include "engine/weighting/options.h"
#include "workspace/jobs/digest.h"

#include <QString>

namespace btw::pages {

class TrainingProgress;

/// What stands in the strip "What am I looking at?". Pure: the step, the variant and the weights in, plain
/// words out. A KL weight is described as disagreement, never as value: noise disagrees most.
QString explainStep(training::Step step, weighting::Variant variant);

/// The same of a system that takes no weights.
QString explainUnweighted(training::Step step);

/// Words for a run of another system that a training's are made of.
QString explainPart();

/// Words for the weighted step from the weights of the newest epoch, or of the kept one once the run has
/// ended; falls back to explainStep() before there are two epochs of weights.
QString explainWeights(const jobs::RunDigest& digest);

/// Whichever of these the run on show asks for. \param digest null: it has no epoch yet
QString explainNow(const TrainingProgress& progress, const jobs::RunDigest* digest);

} // namespace btw::pages
