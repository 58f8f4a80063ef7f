// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace btw::model {

/// Forward and backward of one LSTM layer over one batch of made-up sequences, for timing.
class LstmBench
{
public:
    /// \param lengths steps of each instance, at least 1  \param dims features of a step  \param width of the
    /// state
    LstmBench(std::vector<std::int64_t> lengths, std::int64_t dims, std::int64_t width);
    ~LstmBench();

    /// The state after the last step, then the gradients of the weights.
    void step();
    /// Of a step's matrix products: for N real steps of D features and width W, 8 N W (2 D + 3 W). Inputs are
    /// multiplied forward and for the gradient of their weights, states for that of the states, too.
    double flop() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace btw::model
