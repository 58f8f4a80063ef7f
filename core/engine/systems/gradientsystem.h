// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// What every such system is: for vectors, sequences and irregular series, regressions and classes.
SystemInfo gradientInfo(std::string_view name, std::string_view title, std::string_view citation);

/// A system whose fusion model is trained by gradient. One that takes weighted embeddings takes every
/// weighting that is made of its own runs; MoeSystem also those that are made of other models.
class GradientSystem : public System
{
public:
    /// \param engine has a fusion model of the system's name; null: it can only be described
    GradientSystem(SystemInfo info, std::shared_ptr<const GradientEngine> engine);

    const SystemInfo& info() const override { return m_info; }
    /// Shuffled weights are those of another weighting.
    std::vector<Need> needs(const training::ExperimentSpec& spec) const override;
    std::vector<data::Problem> cannotFit(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const override;
    std::unique_ptr<training::Fitter> fitter(const data::Cohort& cohort, const Place& place) const override;
    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override;

protected:
    /// Whether there are models of this system's kind that had not seen the rows that they predict.
    virtual bool hasCrossFitted() const { return false; }

private:
    /// Of encoders from files.
    std::vector<data::Problem> encoderProblems(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const;
    const GradientEngine& engine() const; ///< \throws btw::Error where there is none

    SystemInfo m_info;
    std::shared_ptr<const GradientEngine> m_engine;
};

} // namespace btw::systems
