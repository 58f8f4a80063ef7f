// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fusionmodel.h"

namespace btw::model {

/// Irregular series at evenly spaced points in time, by multi-time attention (Shukla and Marlin 2021, as in
/// the released code and in FuseMoE's). Time stamps t, from 0 to 1 over the training rows, become
/// phi(t) = (w_0 t + b_0, sin(w_j t + b_j)), E numbers. At each of R reference points r, evenly spaced from 0
/// to 1, each of H heads gives the steps of an instance the scores q_h(phi(r)) . k_h(phi(t)) / sqrt(E / H),
/// with linear q and k, and feature d is the mean of its measured values under the softmax over the steps at
/// which d was measured; beside it stands 1 where there is any, else both are 0. A linear layer makes `width`
/// numbers of the 2 H D.
///
/// Scores that lie more than 80 below the highest of all the instance's steps count as 80 below, which
/// float32 can still tell from nothing. The key has no bias: the softmax would not see it.
class TimePoints
{
public:
    TimePoints(std::int64_t dims, std::int64_t width, const training::ExperimentSpec& spec,
        const std::string& name, Parameters& parameters);

    /// `[P, R, width]`, of those who have the series, in the order of ModalityInput::order; at least one.
    /// \param values those of the input, perhaps after dropout
    at::Tensor forward(const at::Tensor& values, const ModalityInput& input) const;

    std::int64_t count() const { return m_points; } ///< R

private:
    at::Tensor timeEmbedding(const at::Tensor& times) const; ///< `[..., E]`
    /// What was measured, brought to the reference points: `[P, R, 2 H D]`.
    at::Tensor atPoints(const at::Tensor& values, const at::Tensor& observed, const at::Tensor& times,
        const at::Tensor& lengths) const;

    const Parameters& m_parameters;
    std::int64_t m_points, m_heads;
    Parameters::Id m_frequency, m_phase;
    Parameters::Id m_query, m_queryBias, m_key, m_out, m_outBias;
};

} // namespace btw::model
