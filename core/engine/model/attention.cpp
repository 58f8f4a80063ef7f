// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/attention.h"

#include <limits>

namespace btw::model {

AttentionModel::AttentionModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_parameters(parameters)
    , m_modalities(static_cast<std::int64_t>(shape.inputs.size()))
    , m_dropout(spec.dropout)
    , m_embeddings(shape, spec, encoders, parameters)
    , m_weight(parameters.xavier("attention.weight", { spec.width, spec.width }))
    , m_bias(parameters.constant("attention.bias", { spec.width }, 0.0))
    , m_vector(parameters.xavier("attention.vector", { spec.width, 1 }))
    , m_head({ spec.width, spec.width, shape.outputs }, spec.dropout, "head", parameters)
{
}

at::Tensor AttentionModel::attention(const at::Tensor& embeddings, const at::Tensor& there) const
{
    const auto& p = m_parameters;
    const auto rows = embeddings.reshape({ -1, embeddings.size(2) });
    const auto scores
        = at::mm(at::tanh(linear(rows, p[m_weight], p[m_bias])), p[m_vector]).view(there.sizes());
    // Of somebody who has nothing all are scored, and none counts: a softmax of nothing is NaN.
    const auto nobody = 1.0 - there.amax(0, true);
    const auto masked = scores.masked_fill(there + nobody == 0, -std::numeric_limits<double>::infinity());
    return at::softmax(masked, 0) * there;
}

std::vector<Diagnostic> AttentionModel::diagnostics() const { return { { "attention", { m_modalities } } }; }

ModelOutput AttentionModel::forward(const ModelInput& input, const Pass& pass) const
{
    const auto embeddings = m_embeddings.forward(input, pass);
    const auto weights = attention(embeddings, m_embeddings.there(input));
    ModelOutput result;
    if (!pass.training)
        result.diagnostics.push_back(weights.squeeze(2).t().to(at::kFloat));
    const auto fused = (embeddings * weights).sum(0);
    result.output = m_head.forward(dropout(fused, m_dropout, pass), pass);
    return result;
}

} // namespace btw::model
