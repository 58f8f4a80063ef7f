// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/gradientsystem.h"

#include "engine/error.h"

#include <utility>

namespace btw::systems {

GradientSystem::GradientSystem(SystemInfo info, std::shared_ptr<const GradientEngine> engine)
    : m_info(std::move(info))
    , m_engine(std::move(engine))
{
}

const GradientEngine& GradientSystem::engine() const
{
    if (!m_engine)
        throw Error("This part of the program cannot train '" + std::string(m_info.name) + "'.");
    return *m_engine;
}

std::unique_ptr<training::Fitter> GradientSystem::fitter(const data::Cohort& cohort, const Place& place) const
{
    return engine().fitter(cohort, place);
}

std::unique_ptr<training::Predictor> GradientSystem::predictor(
    const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const
{
    return engine().predictor(people, plan, model);
}

} // namespace btw::systems
