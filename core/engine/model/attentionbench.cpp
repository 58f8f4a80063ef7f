// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/attentionbench.h"

#include "engine/model/attend.h"

#include <ATen/CPUGeneratorImpl.h>

namespace btw::model {

struct AttentionBench::State
{
    at::Tensor q, k, v, out;
    RealSteps real;
    std::int64_t heads = 0;
    double dropout = 0;
    Pass pass { true, at::detail::createCPUGenerator(1) };
};

AttentionBench::AttentionBench(std::array<std::int64_t, 4> shape, std::int64_t heads, double dropout,
    std::vector<float> q, std::vector<float> k, std::vector<float> v, const Lengths& lengths)
{
    const auto [batch, queries, keys, width] = shape;
    const auto tensor = [rows = batch, numbers = width](std::vector<float>& values, std::int64_t steps) {
        return at::tensor(values).view({ rows, steps, numbers }).requires_grad_(true);
    };
    const auto real = [](const std::vector<std::int64_t>& each, std::int64_t steps) {
        return at::arange(steps).unsqueeze(0) < at::tensor(each, at::kLong).unsqueeze(1);
    };
    m_state = std::make_unique<State>(State { tensor(q, queries), tensor(k, keys), tensor(v, keys), {},
        { real(lengths.queries, queries), real(lengths.keys, keys) }, heads, dropout });
}

AttentionBench::~AttentionBench() = default;

void AttentionBench::forget()
{
    m_state->out.reset();
    for (at::Tensor* leaf : { &m_state->q, &m_state->k, &m_state->v })
        leaf->mutable_grad().reset();
}

void AttentionBench::step()
{
    forget();
    m_state->out = attend(
        m_state->q, m_state->k, m_state->v, m_state->real, m_state->heads, m_state->dropout, m_state->pass);
    m_state->out.sum().backward();
}

double AttentionBench::meanOut() const { return m_state->out.abs().mean().item<double>(); }
double AttentionBench::meanGradient() const { return m_state->q.grad().abs().mean().item<double>(); }

} // namespace btw::model
