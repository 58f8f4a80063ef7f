// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/modelstate.h"
#include "engine/predictions.h"

#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>

#include <cstddef>
#include <string>
#include <vector>

namespace btw::analysis {

/// What plain regression is fitted on: each modality's means over real steps, standardised by its training
/// rows, what is unknown 0; side by side, then an indicator (1 where absent) for some modalities.
struct ReferenceDesign
{
    Eigen::MatrixXd values; ///< `[N, F]`
    std::vector<std::string> features; ///< F
    std::vector<double> means; ///< of the features that are standardised, in order
    std::vector<double> scales;
};

/// Of one modality. \param training rows that have it
ReferenceDesign designOf(
    const data::Cohort& cohort, const data::Modality& modality, const std::vector<std::size_t>& training);
/// The same by means and scales that are known, from `first` on. \throws btw::Error where they are too few.
ReferenceDesign designBy(const data::Cohort& cohort, const data::Modality& modality,
    const std::vector<double>& means, const std::vector<double>& scales, std::size_t first);
/// Designs side by side, then the indicators. \param lacking indices of modalities
ReferenceDesign joinedDesign(const data::Cohort& cohort, const std::vector<ReferenceDesign>& designs,
    const std::vector<std::size_t>& lacking);

/// What a fitted model predicts for people whom it never saw, `[N, K]`; NaN where the modality is absent of
/// a model of one. \param state ReferenceModel::state \param modalities indices of those that it was fitted
/// on \throws btw::Error where it is not of such a model
Predictions predictReference(const data::Cohort& people, const std::vector<std::size_t>& modalities,
    bool alone, const ModelState& state);

} // namespace btw::analysis
