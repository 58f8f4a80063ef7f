// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/modelstate.h"
#include "engine/predictions.h"
#include "engine/training/events.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace btw::systems {

/// Predictions of modalities put together, each believed as far as it was right on people that its models had
/// not seen (docs/method, "Late fusion"; stacking: Wolpert 1992, Breiman 1996).
struct Pool
{
    std::vector<training::HeldOutWeight> weights; ///< M
    double penalty = 0; ///< lambda, chosen by cross-validation over training rows
    double slope = 1; ///< calibration on validation rows: scores times this; 1 over the temperature
    double intercept = 0; ///< and plus this (two classes, regression)
    Predictions predictions; ///< N rows
    ModelState state; ///< for predictPool()
};

/// \param unimodal one a modality; training rows predicted by models that did not see them
/// \param equal one weight for all modalities
/// \param seed of the folds for lambda and of the resamples for the intervals
/// \returns without predictions when stopped
Pool poolModalities(const data::Cohort& cohort, const std::vector<Predictions>& unimodal, bool equal,
    std::uint64_t seed, const std::function<bool()>& stopped);

/// What a pool predicts for people whom it never saw. \param unimodal of the modalities, one each
/// \throws btw::Error where the state is not of a pool of such modalities
Predictions predictPool(
    const data::Cohort& people, const std::vector<Predictions>& unimodal, const ModelState& state);

} // namespace btw::systems
