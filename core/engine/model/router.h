// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/ops.h"
#include "engine/model/parameters.h"
#include "engine/spec/spec.h"

#include <ATen/ATen.h>

namespace btw::model {

/// Where the tokens of every modality go in one layer.
struct Routing
{
    at::Tensor experts; ///< int64 `[M, B, k]`
    at::Tensor gates; ///< `[M, B, k]`, softmax over the k, 0 for absent tokens
    at::Tensor loads; ///< `[K, E]` for squaredVariation(); undefined outside training
};

/// Per-modality routers over E shared experts (FuseMoE, Han et al. 2024). Scores of token x for expert e:
/// laplace -|x - key_e|, softmax x.key_e, gaussian -|x - key_e|^2. In training, noise
/// randn * (softplus(x W_noise) + 1e-2) is added; the gates are a softmax over the top k.
class Router
{
public:
    Router(std::int64_t modalities, const training::ExperimentSpec& spec, const std::string& name,
        Parameters& parameters);

    /// \param x `[M, B, d]`  \param present `[M, B, 1]`: absent tokens are routed nowhere and count in no
    /// load
    Routing forward(const at::Tensor& x, const at::Tensor& present, const Pass& pass) const;

private:
    at::Tensor scores(const at::Tensor& x) const; ///< `[M, B, E]`

    const Parameters& m_parameters;
    training::Gate m_gate;
    std::int64_t m_topK;
    bool m_noise;
    Parameters::Id m_keys, m_noiseWeight;
};

/// Squared coefficient of variation of each row of `[M, E]`, summed: unbiased variance / (mean^2 + 1e-10).
at::Tensor squaredVariation(const at::Tensor& amounts);

} // namespace btw::model
