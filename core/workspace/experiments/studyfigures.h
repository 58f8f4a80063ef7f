// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studyresult.h"

namespace btw::experiments {

/// Parts of resultOf(), of its leading model.

/// \param models of `result`, whose leading model is `leading`
std::vector<AloneFigure> aloneFigures(Models& models, const std::string& metric, const Model& leading);
std::vector<Believed> believedOf(
    const store::Store& store, const Model& leading, const std::vector<std::string>& modalities);
/// Of two classes. \param without the leading model without a modality, or null
std::vector<ProbabilityPicture> probabilityPictures(
    Models& models, const Model& leading, const Model* without);
/// Of a regression by thirds of the label, else by class.
std::vector<LabelPart> labelParts(Models& models, const Model& leading);

} // namespace btw::experiments
