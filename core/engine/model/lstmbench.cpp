// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/lstmbench.h"

#include "engine/model/lstm.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace btw::model {

namespace {

constexpr std::int64_t kGates = 4;

/// How many sequences have each step. \param lengths falling
at::Tensor batchSizes(const std::vector<std::int64_t>& lengths)
{
    std::vector<std::int64_t> sizes(static_cast<std::size_t>(lengths.front()));
    for (const std::int64_t length : lengths)
        for (std::int64_t t = 0; t < length; ++t)
            ++sizes[static_cast<std::size_t>(t)];
    return at::tensor(sizes, at::kLong);
}

} // namespace

struct LstmBench::State
{
    at::Tensor sizes, values;
    LstmWeights weights;
};

LstmBench::LstmBench(std::vector<std::int64_t> lengths, std::int64_t dims, std::int64_t width)
{
    std::sort(lengths.begin(), lengths.end(), std::greater<>());
    at::manual_seed(1);
    const double scale = 1 / std::sqrt(static_cast<double>(width));
    const auto weight = [scale](at::IntArrayRef shape) {
        return at::empty(shape).uniform_(-scale, scale).requires_grad_(true);
    };
    const auto sizes = batchSizes(lengths);
    m_state = std::make_unique<State>(State { sizes, at::randn({ sizes.sum().item<std::int64_t>(), dims }),
        { weight({ kGates * width, dims }), weight({ kGates * width, width }), weight({ kGates * width }),
            weight({ kGates * width }) } });
}

LstmBench::~LstmBench() = default;

void LstmBench::step()
{
    LstmWeights& weights = m_state->weights;
    for (at::Tensor* weight : { &weights.in, &weights.state, &weights.inBias, &weights.stateBias })
        weight->mutable_grad().reset();
    lstmLast(m_state->values, m_state->sizes, weights, true).sum().backward();
}

double LstmBench::flop() const
{
    const auto steps = static_cast<double>(m_state->values.size(0));
    const auto dims = static_cast<double>(m_state->values.size(1));
    const auto width = static_cast<double>(m_state->weights.state.size(1));
    return 2 * kGates * steps * width * (2 * dims + 3 * width);
}

} // namespace btw::model
