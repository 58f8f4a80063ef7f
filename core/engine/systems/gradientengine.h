// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

#include <memory>
#include <vector>

namespace btw::systems {

/// What trains fusion models by gradient and predicts with them: LibTorch's part of the systems, so that
/// programs which only read what systems are do not load it.
class GradientEngine
{
public:
    virtual ~GradientEngine() = default;
    /// As System::fitter().
    virtual std::unique_ptr<training::Fitter> fitter(
        const data::Cohort& cohort, const Place& place) const = 0;
    /// What keeps the encoders from files that the spec names from the cohort (model::encoderProblems).
    virtual std::vector<data::Problem> encoderProblems(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const = 0;
    /// As System::predictor().
    virtual std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const = 0;
};

/// The one of this program; as builtinSystems() has it.
std::shared_ptr<const GradientEngine> torchEngine();

/// \param engine null: its systems describe themselves, and those that need it fit nothing
SystemRegistry systemsWith(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
