// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/embeddings.h"
#include "engine/model/mlp.h"

namespace btw::model {

/// Attention-weighted fusion: of each person's embeddings a weighted mean, the weights a softmax over the
/// modalities that are there of v . tanh(e W + b), then one hidden layer and the output. (Additive attention:
/// Bahdanau, Cho and Bengio, ICLR 2015; over a set: Ilse, Tomczak and Welling, Attention-based Deep Multiple
/// Instance Learning, ICML 2018, equation 8; docs/method, "Attention-weighted fusion".)
class AttentionModel : public FusionModel
{
public:
    AttentionModel(const ModelShape& shape, const training::ExperimentSpec& spec,
        const EncoderRegistry& encoders, Parameters& parameters);
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;
    /// `attention`, `[M]`: how much each modality counts.
    std::vector<Diagnostic> diagnostics() const override;

private:
    at::Tensor attention(const at::Tensor& embeddings, const at::Tensor& there) const; ///< `[M, B, 1]`

    const Parameters& m_parameters;
    std::int64_t m_modalities;
    double m_dropout;
    Embeddings m_embeddings;
    Parameters::Id m_weight, m_bias, m_vector;
    Mlp m_head;
};

} // namespace btw::model
