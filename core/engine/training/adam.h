// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/loops.h"
#include "engine/model/parameters.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace btw::training {

/// Adam (Kingma & Ba 2015; beta 0.9, 0.999, eps 1e-8) with weight decay added to the gradient, after clipping
/// the gradient's total L2 norm. Values, gradients and both moments are flat `[P]` blocks, so a step is one
/// walk for the norm and one for everything else. Agrees with torch::optim::Adam after clip_grad_norm_.
class Adam
{
public:
    struct Options
    {
        double weightDecay = 0;
        double clip = 0; ///< 0: none
        std::vector<model::Parameters::RateGroup> rates {}; ///< empty: one for all
    };

    Adam(at::Tensor values, at::Tensor gradients, Options options);

    /// Squares of the gradients from `from` on, where backward has summed them already.
    struct Known
    {
        std::int64_t from = 0;
        double squares = 0;
    };

    /// \returns the gradient's total norm before clipping (0 without a clip); where it is not finite, nothing
    /// is changed.
    double step(double learningRate, const std::optional<Known>& known = {});
    /// The same without waiting for a GPU (and on the processor, for comparison). Not finite gradients leave
    /// values that are not, either: the caller looks at the norm before it keeps anything.
    /// \param scale by how much the gradients are too large (lossScale())  \returns the gradient's total
    /// norm, where the gradients are; undefined without a clip
    at::Tensor stepOnDevice(double learningRate, double scale = 1.0);
    /// From now on only what is fitted in the first stage of an epoch is stepped (RateGroup::first), or only
    /// the rest, whose steps then count from where the first stage began: each has as many.
    void beginFirstStage();
    void beginMainStage();
    std::int64_t steps() const { return m_steps; }
    const at::Tensor& firstMoment() const { return m_firstMoment; }
    const at::Tensor& secondMoment() const { return m_secondMoment; }
    void restore(std::int64_t steps, const at::Tensor& first, const at::Tensor& second);

private:
    void stepOnCpu(const kernels::AdamFactors& factors);
    enum class Stage : std::uint8_t { All, First, Main };
    bool isStepped(const model::Parameters::RateGroup& group) const
    {
        return m_stage == Stage::All || (m_stage == Stage::First) == group.first;
    }
    void leaveOutOthers(); ///< their gradients
    kernels::AdamFactors nextFactors(double learningRate);
    double gradientNorm(const std::optional<Known>& known) const;

    Options m_options;
    at::Tensor m_rates; ///< `[P]`, of stepOnDevice(); undefined where one holds for all
    at::Tensor m_values, m_gradients, m_firstMoment, m_secondMoment;
    std::int64_t m_steps = 0;
    Stage m_stage = Stage::All;
    std::int64_t m_stepsBefore = 0; ///< the stages
};

} // namespace btw::training
