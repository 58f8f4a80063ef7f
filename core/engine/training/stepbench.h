// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/spec/spec.h"

#include <cstdint>
#include <memory>
#include <string>

namespace btw::training {

/// Training steps of a model of all modalities, for timing: gathering a batch, forward, every loss,
/// backward, clip and Adam.
class StepBench
{
public:
    /// \param cohort whose training rows are the batches of a call of step()
    /// \param device as resolveDevice() gives it
    StepBench(data::Cohort cohort, ExperimentSpec spec, const std::string& device = "cpu");
    /// On made-up vectors, one step a call.
    /// \param modalities M, each of 64 features  \param batch rows a step  \param spec but for its batch; the
    /// `paper` one by default
    /// \param device as resolveDevice() gives it
    StepBench(std::int64_t modalities, std::int64_t batch, ExperimentSpec spec = {},
        const std::string& device = "cpu");
    ~StepBench();
    StepBench(StepBench&&) noexcept;
    StepBench& operator=(StepBench&&) noexcept;

    void step(); ///< each training row once
    std::int64_t parameters() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Parameters of the model of all modalities.
std::int64_t parameterCount(const data::Cohort& cohort, const ExperimentSpec& spec);

} // namespace btw::training
