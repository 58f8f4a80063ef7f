// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace btw::training {

/// A fitted model and rows that it never saw, in the form of its training cohort (data::fitToShape).
class Predictor
{
public:
    virtual ~Predictor() = default;
    /// \param weights `[N, M]` of all the cohort's modalities, for a model with weights; else empty
    /// \param unimodal of each modality that is used, for a model that is made of them; of one that is made
    /// of other models (systems::System::needs), what those predict; else empty \returns `[N, K]`; NaN in
    /// rows for which the model has no prediction
    virtual Predictions predict(
        const std::vector<float>& weights, const std::vector<Predictions>& unimodal) const = 0;
    /// The same of a weighted model for some rows only. By default all are predicted.
    virtual void predictRows(
        const std::vector<float>& weights, const std::vector<std::size_t>& rows, Predictions& into) const
    {
        const auto all = predict(weights, {});
        for (const std::size_t i : rows)
            std::copy_n(all.row(i), all.width, into.row(i));
    }
};

} // namespace btw::training
