// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/modelstate.h"
#include "engine/training/predictor.h"
#include "engine/training/run.h"

#include <memory>

namespace btw::model {
class FusionRegistry;
}

namespace btw::training {

/// A model that Trainer has fitted, on the CPU. \param plan of the run  \param state RunResult::model
/// \param people outlive the predictor \throws btw::Error where the state is not of such a model
std::unique_ptr<Predictor> gradientPredictor(const data::Cohort& people, const RunPlan& plan,
    const model::FusionRegistry& models, const ModelState& state);

} // namespace btw::training
