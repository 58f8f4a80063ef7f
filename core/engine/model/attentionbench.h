// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace btw::model {

/// Forward and backward of multi-head attention over one batch, for timing.
class AttentionBench
{
public:
    /// Real steps of each instance; the others are padding.
    struct Lengths
    {
        std::vector<std::int64_t> queries, keys;
    };
    /// \param shape batch, queries, keys and width  \param dropout share of the shares that are dropped, as
    /// in training  \param q, k, v their numbers
    AttentionBench(std::array<std::int64_t, 4> shape, std::int64_t heads, double dropout,
        std::vector<float> q, std::vector<float> k, std::vector<float> v, const Lengths& lengths);
    ~AttentionBench();

    /// What comes out, then the gradients of queries, keys and values for a gradient of ones.
    void step();
    /// Gives back the memory of what the last step() gave.
    void forget();
    /// Mean size of what the last step() gave, and of the queries' gradient: for comparison with a peer.
    double meanOut() const;
    double meanGradient() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace btw::model
