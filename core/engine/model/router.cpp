// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/router.h"

#include <cmath>

namespace btw::model {

namespace {

// Phi((clean - threshold) / noise): the chance to stay in the top k under fresh noise (Shazeer et al. 2017,
// eq. 9).
at::Tensor stayProbability(const at::Tensor& clean, const at::Tensor& noisy, const at::Tensor& deviation,
    const at::Tensor& topValues, std::int64_t k)
{
    const auto thresholdIn = topValues.narrow(-1, k, 1);
    const auto thresholdOut = topValues.narrow(-1, k - 1, 1);
    const auto threshold = at::where(noisy > thresholdIn, thresholdIn, thresholdOut);
    return at::special_ndtr((clean - threshold) / deviation);
}

} // namespace

at::Tensor squaredVariation(const at::Tensor& amounts)
{
    if (amounts.size(-1) < 2)
        return at::zeros({}, amounts.options());
    const auto mean = amounts.mean(-1);
    return (amounts.var(at::IntArrayRef { -1 }, /*unbiased=*/true) / (mean * mean + 1e-10)).sum();
}

Router::Router(std::int64_t routers, std::int64_t width, const training::ExperimentSpec& spec,
    const std::string& name, Parameters& parameters)
    : m_parameters(parameters)
    , m_gate(spec.gate)
    , m_topK(spec.topK)
    , m_noise(spec.routerNoise)
    , m_keys(parameters.normal(
          name + ".keys", { routers, spec.experts, width }, 1.0 / std::sqrt(static_cast<double>(width))))
    , m_noiseWeight(parameters.constant(name + ".noise", { routers, width, spec.experts }, 0.0))
{
}

at::Tensor Router::scores(const at::Tensor& x) const
{
    const auto& keys = m_parameters[m_keys];
    if (m_gate == training::Gate::Softmax)
        return at::bmm(x, keys.transpose(1, 2));
    // |x - key|^2 = |x|^2 - 2 x.key + |key|^2: one product instead of M B E d differences.
    const auto squared = at::baddbmm(
        (keys * keys).sum(-1).unsqueeze(1) + (x * x).sum(-1, true), x, keys.transpose(1, 2), 1.0, -2.0)
                             .clamp_min(1e-12);
    return m_gate == training::Gate::Laplace ? squared.sqrt().neg() : squared.neg();
}

Routing Router::forward(const at::Tensor& x, const at::Tensor& present, const Pass& pass) const
{
    // |x - key|^2 as a difference of products would be lost in a shorter type.
    const Autocast inFull(x.device().type(), at::kFloat);
    const auto clean = scores(x);
    const auto experts = clean.size(-1);
    const bool noisyPass = pass.training && m_noise;
    at::Tensor noisy = clean;
    at::Tensor deviation;
    if (noisyPass) {
        deviation = at::softplus(at::bmm(x, m_parameters[m_noiseWeight])) + 1e-2;
        auto noise = at::empty(clean.sizes(), clean.options().requires_grad(false));
        noise.normal_(0.0, 1.0, pass.generator);
        noisy = clean + noise * deviation;
    }

    const auto wanted = std::min(m_topK + 1, experts);
    const auto top = noisy.topk(wanted, -1);
    const auto topValues = std::get<0>(top);
    Routing routing;
    routing.experts = std::get<1>(top).narrow(-1, 0, m_topK);
    routing.gates = at::softmax(topValues.narrow(-1, 0, m_topK), -1) * present;

    if (pass.training) {
        const auto importance = at::zeros(clean.sizes(), clean.options().requires_grad(false))
                                    .scatter(-1, routing.experts, routing.gates);
        routing.loads = importance.sum(1);
        // With k = E every token always stays: the load is even by construction.
        if (noisyPass && m_topK < experts) {
            const auto load = stayProbability(clean, noisy, deviation, topValues, m_topK) * present;
            routing.loads = at::cat({ routing.loads, load.sum(1) });
        }
    }
    return routing;
}

} // namespace btw::model
