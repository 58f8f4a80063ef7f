// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// A system whose fusion model is trained by gradient.
class GradientSystem : public System
{
public:
    /// \param engine has a fusion model of the system's name; null: it can only be described
    GradientSystem(SystemInfo info, std::shared_ptr<const GradientEngine> engine);

    const SystemInfo& info() const override { return m_info; }
    std::unique_ptr<training::Fitter> fitter(const data::Cohort& cohort, const Place& place) const override;
    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override;

private:
    const GradientEngine& engine() const; ///< \throws btw::Error where there is none

    SystemInfo m_info;
    std::shared_ptr<const GradientEngine> m_engine;
};

} // namespace btw::systems
