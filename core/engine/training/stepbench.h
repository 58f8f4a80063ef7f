// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

namespace btw::training {

/// One training step of the `paper` model on made-up vectors, for timing: gathering the batch, forward,
/// backward, clip and Adam.
class StepBench
{
public:
    /// \param modalities M, each of 64 features  \param batch rows a step
    StepBench(std::int64_t modalities, std::int64_t batch);
    ~StepBench();

    void step();
    std::int64_t parameters() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace btw::training
