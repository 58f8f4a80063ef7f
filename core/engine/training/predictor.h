// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"

#include <vector>

namespace btw::training {

/// A fitted model and rows that it never saw, in the form of its training cohort (data::fitToShape).
class Predictor
{
public:
    virtual ~Predictor() = default;
    /// \param weights `[N, M]` of all the cohort's modalities, for a model with weights; else empty
    /// \param unimodal of each modality that is used, for a model that is made of them; else empty
    /// \returns `[N, K]`; NaN in rows for which the model has no prediction
    virtual Predictions predict(
        const std::vector<float>& weights, const std::vector<Predictions>& unimodal) const = 0;
};

} // namespace btw::training
