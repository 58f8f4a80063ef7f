// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/gradientsystem.h"

#include "engine/training/gradientpredictor.h"
#include "engine/training/trainer.h"

#include <utility>

namespace btw::systems {

GradientSystem::GradientSystem(SystemInfo info, model::FusionRegistry models)
    : m_info(std::move(info))
    , m_models(std::make_shared<const model::FusionRegistry>(std::move(models)))
{
}

std::unique_ptr<training::Fitter> GradientSystem::fitter(const data::Cohort& cohort, const Place& place) const
{
    return std::make_unique<training::Trainer>(cohort, place.device, place.ranks, m_models);
}

std::unique_ptr<training::Predictor> GradientSystem::predictor(
    const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const
{
    return training::gradientPredictor(people, plan, *m_models, model);
}

} // namespace btw::systems
