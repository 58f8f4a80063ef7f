// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/gradientengine.h"

#include "engine/model/encoderproblems.h"
#include "engine/model/fusionmodel.h"
#include "engine/training/gradientpredictor.h"
#include "engine/training/trainer.h"

namespace btw::systems {

namespace {

/// The fusion models of this program, each under its system's name.
class TorchEngine : public GradientEngine
{
public:
    std::unique_ptr<training::Fitter> fitter(const data::Cohort& cohort, const Place& place) const override
    {
        return std::make_unique<training::Trainer>(cohort, place.device, place.ranks, m_models);
    }

    std::vector<data::Problem> encoderProblems(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const override
    {
        return model::encoderProblems(cohort, spec);
    }

    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override
    {
        return training::gradientPredictor(people, plan, *m_models, model);
    }

private:
    std::shared_ptr<const model::FusionRegistry> m_models
        = std::make_shared<const model::FusionRegistry>(model::builtinModels());
};

} // namespace

std::shared_ptr<const GradientEngine> torchEngine() { return std::make_shared<const TorchEngine>(); }

SystemRegistry builtinSystems() { return systemsWith(torchEngine()); }

} // namespace btw::systems
