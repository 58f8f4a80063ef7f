// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fusionmodel.h"
#include "engine/systems/system.h"

namespace btw::systems {

/// A system whose fusion model is trained by gradient (training::Trainer).
class GradientSystem : public System
{
public:
    /// \param models of which one has the system's name
    GradientSystem(SystemInfo info, model::FusionRegistry models);

    const SystemInfo& info() const override { return m_info; }
    std::unique_ptr<training::Fitter> fitter(const data::Cohort& cohort, const Place& place) const override;
    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override;

private:
    SystemInfo m_info;
    std::shared_ptr<const model::FusionRegistry> m_models;
};

} // namespace btw::systems
