// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/models.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace btw::experiments {

/// A model that knows less than a weighting and is otherwise the same: what the weighting has to beat before
/// it may be said to help (docs/method, "Weight variants").
enum class Control : std::uint8_t {
    Unweighted, ///< the same model without weights
    MeanOfFive, ///< of what is made of five fits: the mean of five unweighted models
    Constant, ///< 1/M for every modality: what scale alone does
    Shuffled, ///< of weights that differ between people: these weights, given to other people
    EqualWeights ///< of held-out weights: one fitted weight for all modalities
};

/// Whether weights that the data gave are made by this variant: neither none, nor those of a control.
bool isWeighting(const QString& variant);
/// Whether the model weights modalities by something that it knows of them: neither a control nor unweighted.
bool isWeighting(const Model& model);
/// Which controls a weighting has to beat.
std::vector<Control> controlsOf(const Model& weighting);
/// Which of its controls the first is; none: it is none.
std::optional<Control> controlOf(const Model& control, const Model& weighting);
/// "the same model without weights", in the middle of a sentence.
QString controlWords(Control control);

} // namespace btw::experiments
