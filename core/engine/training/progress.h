// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/spec.h"

#include <cstdint>
#include <limits>

namespace btw::training {

/// Decides the best epoch, the early stop and the learning rate from one validation figure an epoch.
/// Better is strictly better; a tie keeps the earlier epoch.
class Progress
{
public:
    struct State
    {
        std::int64_t epoch = 0; ///< epochs seen
        std::int64_t bestEpoch = 0;
        double best = std::numeric_limits<double>::quiet_NaN();
        double learningRate = 0;
    };

    /// \param lowerIsBetter of the figure that `spec.select` names
    Progress(const ExperimentSpec& spec, bool lowerIsBetter);

    /// Ends an epoch. \returns whether it is the best so far.
    bool observe(double figure);
    bool finished() const;
    double learningRate() const { return m_state.learningRate; }
    const State& state() const { return m_state; }
    void restore(const State& state) { m_state = state; }

private:
    std::int64_t m_epochs;
    std::int64_t m_patience;
    std::int64_t m_halveAfter;
    bool m_lowerIsBetter;
    State m_state;
};

} // namespace btw::training
