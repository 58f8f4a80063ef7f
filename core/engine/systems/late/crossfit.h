// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

namespace btw::systems {

/// Parts that the training rows are predicted in.
constexpr std::size_t kFolds = 5;

/// Predictions of a model for every row, none of them by a fit that saw the row's label.
struct CrossFit
{
    bool stopped = false;
    Predictions predictions; ///< N rows; of one modality NaN where that is absent
    std::vector<std::int8_t> folds; ///< N: fold of a training row, -1 elsewhere
    ModelState model; ///< of the five fits, for crossFitPredictor()
};

/// Five fits of a system's model inside the training split (stratified, people whole; the same folds for
/// every plan of a cohort and a seed): each training row is predicted by the fit whose fold it is in, all
/// others by the mean of the fits' logits (or values); docs/method, "Cross-fitted predictions". \throws
/// btw::Error where the training rows (or people) are fewer than five. \param plan unimodal, or the baseline
CrossFit crossFit(const System& system, const data::Cohort& cohort, const Place& place,
    const training::RunPlan& plan, training::RunControl& control, training::RunObserver& observer);

/// What keeps crossFit() from a cohort. \param who what asks, as a sentence begins: "Late fusion"
std::vector<data::Problem> cannotCrossFit(const data::Cohort& cohort, const std::string& who);

/// The mean of the five fits' logits (or values) for people that none of them saw; of one modality NaN where
/// that is absent. \throws btw::Error where the state is not of such fits
std::unique_ptr<training::Predictor> crossFitPredictor(
    const System& system, const data::Cohort& people, const training::RunPlan& plan, const ModelState& model);

} // namespace btw::systems
