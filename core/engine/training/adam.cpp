// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/adam.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace btw::training {

using kernels::kBeta1;
using kernels::kBeta2;

namespace {

// Partial sums per block of this size make the norm independent of the number of threads.
constexpr std::int64_t kBlock = 16384;
// Below this, waking a second thread costs more than its half of the walk.
constexpr std::int64_t kParallelFrom = 262144;

} // namespace

Adam::Adam(at::Tensor values, at::Tensor gradients, Options options)
    : m_options(std::move(options))
    , m_values(std::move(values))
    , m_gradients(std::move(gradients))
    , m_firstMoment(at::zeros_like(m_values))
    , m_secondMoment(at::zeros_like(m_values))
{
    auto& rates = m_options.rates;
    if (rates.empty())
        rates.push_back({ 0, m_values.numel(), 1.0 });
    if (rates.size() == 1 && rates.front().factor == 1.0)
        return;
    m_rates = at::ones_like(m_values);
    for (const auto& group : rates)
        m_rates.narrow(0, group.from, group.to - group.from).fill_(group.factor);
}

void Adam::restore(std::int64_t steps, const at::Tensor& first, const at::Tensor& second)
{
    m_steps = steps;
    m_firstMoment.copy_(first);
    m_secondMoment.copy_(second);
}

void Adam::beginFirstStage()
{
    m_stage = Stage::First;
    m_stepsBefore = m_steps;
}

void Adam::beginMainStage()
{
    m_stage = Stage::Main;
    m_steps = m_stepsBefore;
}

void Adam::leaveOutOthers()
{
    for (const auto& group : m_options.rates)
        if (!isStepped(group))
            m_gradients.narrow(0, group.from, group.to - group.from).zero_();
}

double Adam::gradientNorm(const std::optional<Known>& known) const
{
    const auto count = known ? known->from : m_gradients.numel();
    const auto* g = m_gradients.data_ptr<float>();
    const auto blocks = (count + kBlock - 1) / kBlock;
    std::vector<double> partial(static_cast<std::size_t>(blocks));
#pragma omp parallel for schedule(static) if (count > kParallelFrom)
    for (std::int64_t b = 0; b < blocks; ++b) {
        partial[static_cast<std::size_t>(b)]
            = kernels::sumOfSquares(g + b * kBlock, std::min(kBlock, count - b * kBlock));
    }
    double total = known ? known->squares : 0;
    for (const double sum : partial)
        total += sum;
    return std::sqrt(total);
}

kernels::AdamFactors Adam::nextFactors(double learningRate)
{
    ++m_steps;
    const auto t = static_cast<double>(m_steps);
    kernels::AdamFactors factors {};
    factors.clip = 1.0F;
    factors.decay = static_cast<float>(m_options.weightDecay);
    factors.rate = static_cast<float>(learningRate / (1.0 - std::pow(kBeta1, t)));
    factors.rootCorrection = static_cast<float>(std::sqrt(1.0 - std::pow(kBeta2, t)));
    return factors;
}

double Adam::step(double learningRate, const std::optional<Known>& known)
{
    const at::NoGradGuard noGradient;
    leaveOutOthers();
    // What is known may be of gradients that were left out.
    const double norm = m_options.clip > 0 ? gradientNorm(m_stage == Stage::All ? known : std::nullopt) : 0.0;
    if (!std::isfinite(norm))
        return norm;
    auto factors = nextFactors(learningRate);
    if (m_options.clip > 0)
        factors.clip = static_cast<float>(std::min(1.0, m_options.clip / (norm + 1e-6)));
    stepOnCpu(factors);
    return norm;
}

void Adam::stepOnCpu(const kernels::AdamFactors& factors)
{
    auto* p = m_values.data_ptr<float>();
    const auto* gradient = m_gradients.data_ptr<float>();
    auto* m = m_firstMoment.data_ptr<float>();
    auto* v = m_secondMoment.data_ptr<float>();
    for (const auto& group : m_options.rates) {
        if (!isStepped(group))
            continue;
        auto scaled = factors;
        scaled.rate = static_cast<float>(static_cast<double>(factors.rate) * group.factor);
        const auto count = group.to - group.from;
        const auto blocks = (count + kBlock - 1) / kBlock;
#pragma omp parallel for schedule(static) if (count > kParallelFrom)
        for (std::int64_t b = 0; b < blocks; ++b) {
            const auto first = group.from + b * kBlock;
            kernels::adamLoop(std::min(kBlock, group.to - first), scaled, gradient + first, p + first,
                m + first, v + first);
        }
    }
}

at::Tensor Adam::stepOnDevice(double learningRate, double scale)
{
    const at::NoGradGuard noGradient;
    leaveOutOthers();
    const auto factors = nextFactors(learningRate);
    at::Tensor norm;
    if (m_options.clip > 0) {
        norm = m_gradients.norm().div_(scale);
        m_gradients.mul_(at::reciprocal(norm + 1e-6).mul_(m_options.clip).clamp_max_(1.0).div_(scale));
    } else if (scale != 1.0) {
        m_gradients.div_(scale);
    }
    const auto walk = [&](std::int64_t from, std::int64_t to) {
        const auto part = [&](const at::Tensor& whole) { return whole.narrow(0, from, to - from); };
        auto gradients = part(m_gradients), first = part(m_firstMoment), second = part(m_secondMoment);
        gradients.add_(part(m_values), factors.decay);
        first.mul_(kBeta1).add_(gradients, 1.0 - kBeta1);
        second.mul_(kBeta2).addcmul_(gradients, gradients, 1.0 - kBeta2);
        const auto denominator = second.sqrt().div_(factors.rootCorrection).add_(kernels::kAdamEpsilon);
        part(m_values).addcdiv_(
            m_rates.defined() ? first * part(m_rates) : first, denominator, -factors.rate);
    };
    if (m_stage == Stage::All)
        walk(0, m_values.numel());
    for (const auto& group : m_options.rates)
        if (m_stage != Stage::All && isStepped(group))
            walk(group.from, group.to);
    return norm;
}

} // namespace btw::training
