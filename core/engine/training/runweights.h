// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/events.h"
#include "engine/training/run.h"
#include "engine/weighting/settling.h"
#include "engine/weighting/smoother.h"
#include "engine/weighting/weigher.h"

#include <optional>
#include <string>
#include <vector>

namespace btw::training {

/// The weights of a weighted run: how they are made, and how they move from epoch to epoch.
class RunWeights
{
public:
    /// \throws btw::Error as Weigher does, and where a run that the weights are made of is not given
    RunWeights(const data::Cohort& cohort, const RunPlan& plan, weighting::Where where);

    /// What a reader of the weights should know, a sentence each.
    std::vector<std::string> warnings() const;
    /// `[N, all]`: 0 for modalities that are not used. \param used of the cohort with all
    std::vector<float> inForce(const std::vector<std::size_t>& used, std::size_t all) const;
    double alphaUsed() const { return m_smoother.alphaUsed(); }
    /// \param metric that the smoothing goes by \param predictions of every row under the weights in force
    void endEpoch(double metric, const Predictions& predictions);

    /// What weights of new people are made of. \param best the run at its best epoch
    weighting::SettlingBase base(const RunResult& best, const std::vector<std::size_t>& used) const;
    /// The multimodal predictions of every row that weights are made of in place of the model's own; or null.
    const Predictions* crossFit() const { return m_crossFit; }

    const weighting::SmootherState& state() const { return m_smoother.state(); }
    void restore(weighting::SmootherState state) { m_smoother.restore(std::move(state)); }

private:
    /// \param used modalities
    RunWeights(const data::Cohort& cohort, const std::vector<std::size_t>& used, const RunPlan& plan,
        weighting::Where where);
    const weighting::VariantFacts& facts() const { return weighting::factsOf(m_weigher.options().variant); }

    weighting::Weigher m_weigher;
    weighting::Smoother m_smoother;
    const Predictions* m_crossFit = nullptr; ///< of the plan
    /// Of weights that are made of m_crossFit: they stay the same, and only the smoothing moves those in
    /// force.
    std::optional<weighting::Weights> m_constant;
};

} // namespace btw::training
