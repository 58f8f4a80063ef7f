// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/figuredata.h"

namespace btw::charts::sample {

/// A kl-local run on a sentiment cohort with three modalities: `epochs` of at most `most`, `points` analysed
/// instances. The same arguments give the same digest.
jobs::RunDigest regression(int epochs, int most, int points, store::RunStatus status);
/// A BTW run on four classes and four modalities.
jobs::RunDigest classification(int epochs, int most, store::RunStatus status);
/// A run that was queued and has nothing yet.
jobs::RunDigest empty(training::Step step);

/// The classification with the probabilities of two classes, of 600 rows, and a baseline.
experiments::FigureData probabilities();
/// An experiment of three modalities with placebos and five models, two of them references.
experiments::FigureData study();

} // namespace btw::charts::sample
