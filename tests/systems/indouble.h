// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/modelrun.h"
#include "heldconstant.h"

#include <cstdint>
#include <memory>
#include <vector>

/// The model of a run in double precision, where the run stands, and what training makes smaller: the task's
/// loss and the model's own, with their weights, of the last batch of the run's last epoch. That is the batch
/// whose gradient the run still has, where its rate was 0.
class InDouble
{
public:
    /// \param weights `[N, M]` that the run had, or empty \param epoch the last \param history what the run
    /// remembered before it, or undefined \param held what the model holds constant; outlives this
    InDouble(btw::training::ModelRun& run, const btw::training::Batches& batches,
        const btw::training::RunPlan& plan, const std::vector<float>& weights, std::int64_t epoch,
        const at::Tensor& history, HeldConstant& held);

    /// One tensor a parameter. \param first of the loss that the first stage of an epoch has
    std::vector<at::Tensor> gradients(bool first);
    /// The central difference of the same loss along a direction of a parameter, over twice the step. What is
    /// held constant is as gradients() had it.
    double slope(btw::model::Parameters::Id id, const at::Tensor& along, double step, bool first);

    /// Whether a parameter is fitted in the first stage, and there alone.
    bool isOfFirstStage(btw::model::Parameters::Id id);
    const btw::model::Parameters& parameters() const { return m_parameters; }

private:
    btw::model::ModelInput input(const btw::training::Batches& batches, const std::vector<std::int64_t>& rows,
        const std::vector<float>& weights) const;
    at::Tensor loss(bool first);

    HeldConstant& m_held;
    std::vector<std::size_t> m_used;
    btw::model::Parameters m_parameters;
    std::unique_ptr<btw::model::FusionModel> m_model;
    at::Generator m_generator;
    at::Tensor m_state; ///< of the generator, where the last batch begins
    btw::model::ModelInput m_input; ///< the last batch
    std::vector<btw::model::ExtraLoss> m_before; ///< of the batch before
};
