// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/modelstate.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::data {

/// Mean and population standard deviation of each of D features, and the span of time stamps.
struct FeatureScale
{
    std::vector<double> mean; ///< D; 0 for a feature without any training value
    std::vector<double> std; ///< D; 0 becomes 1
    double firstTime = 0; ///< Series: the first and last time stamp of all training instances; else 0
    double lastTime = 0;

    /// A time stamp as a share of the way from the first to the last.
    double scaledTime(double time) const
    {
        return (time - firstTime) / (lastTime > firstTime ? lastTime - firstTime : 1.0);
    }
};

/// Standardises inputs, and the label of a regression, by the training rows (docs/method, "Precision"): over
/// the real steps of the training instances that have the modality, NaN left out. Nothing of validation or
/// test rows enters.
struct Scaler
{
    std::vector<FeatureScale> modalities; ///< in the cohort's order
    double labelMean = 0; ///< 0 and 1 for classification
    double labelStd = 1;

    /// \throws btw::Error without splits or without training rows.
    static Scaler fit(const Cohort& cohort);

    ModelState state() const;
    /// What state() gave, of M modalities with `dims` features. \throws btw::Error where it is not that.
    static Scaler fromState(const ModelState& state, const std::vector<std::int64_t>& dims);

    /// Standardises `rows` consecutive rows of D features of modality `m`. A missing value becomes the
    /// training mean (0). `to` may be `from`.
    void apply(std::size_t m, const float* from, std::size_t rows, float* to) const;

    double scaledLabel(double y) const { return (y - labelMean) / labelStd; }
    double originalLabel(double scaled) const { return scaled * labelStd + labelMean; }
};

} // namespace btw::data
