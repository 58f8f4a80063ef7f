// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/ops.h"
#include "engine/model/parameters.h"
#include "engine/spec/spec.h"

#include <ATen/ATen.h>

namespace btw::model {

/// Where the tokens go in one layer: of T routers, one a modality or one of all.
struct Routing
{
    at::Tensor experts; ///< int64 `[T, B, k]`
    at::Tensor gates; ///< `[T, B, k]`, softmax over the k, 0 for absent tokens
    at::Tensor loads; ///< `[K, E]` for squaredVariation(); undefined outside training
};

/// T routers side by side, each over E experts (FuseMoE, Han et al. 2024): one a modality, or one of all of
/// them. Scores of token x for expert e:
/// laplace -|x - key_e|, softmax x.key_e, gaussian -|x - key_e|^2. In training, noise
/// randn * (softplus(x W_noise) + 1e-2) is added; the gates are a softmax over the top k.
class Router
{
public:
    /// \param routers T \param width of a token
    Router(std::int64_t routers, std::int64_t width, const training::ExperimentSpec& spec,
        const std::string& name, Parameters& parameters);

    /// \param x `[T, B, width]`  \param present `[T, B, 1]`: absent tokens are routed nowhere and count in no
    /// load
    Routing forward(const at::Tensor& x, const at::Tensor& present, const Pass& pass) const;

private:
    at::Tensor scores(const at::Tensor& x) const; ///< `[T, B, E]`

    const Parameters& m_parameters;
    training::Gate m_gate;
    std::int64_t m_topK;
    bool m_noise;
    Parameters::Id m_keys, m_noiseWeight;
};

/// Squared coefficient of variation of each row of `[M, E]`, summed: unbiased variance / (mean^2 + 1e-10).
at::Tensor squaredVariation(const at::Tensor& amounts);

} // namespace btw::model
