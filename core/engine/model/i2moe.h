// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/embeddings.h"
#include "engine/model/mlp.h"

#include <string>
#include <vector>

namespace btw::model {

/// Interaction-aware mixture of experts (Xin et al., I2MoE: Interpretable Multimodal Interaction-aware
/// Mixture-of-Experts, ICML 2025, arXiv 2505.19190; docs/method, "I2MoE"). M + 2 experts each predict from
/// all embeddings: one a modality for what it alone says, one for what only several say together, one for
/// what each says. Which is which is taught by taking modalities away (random numbers in place of an
/// embedding): the expert of modality i is to change with i and with no other, that of synergy with every
/// modality, that of redundancy with none. A network over all embeddings gives each person weights for the
/// experts, whose predictions are added up.
class I2moeModel : public FusionModel
{
public:
    I2moeModel(const ModelShape& shape, const training::ExperimentSpec& spec, const EncoderRegistry& encoders,
        Parameters& parameters);
    /// Extra losses: `uniqueness`, `synergy` and `redundancy`; none of one modality.
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;
    /// `experts`, `[M + 2]`: how much each expert counts. None of one modality.
    std::vector<Diagnostic> diagnostics() const override;

private:
    /// Of each expert `[(1 + M) * B, C]`: from all embeddings, and with each modality replaced.
    std::vector<at::Tensor> replaced(const at::Tensor& embeddings, const Pass& pass) const;
    void interactions(const std::vector<at::Tensor>& outputs, const at::Tensor& present,
        std::vector<ExtraLoss>& extra) const;

    std::int64_t m_modalities;
    double m_dropout;
    double m_interaction;
    double m_temperature;
    std::vector<std::string> m_names; ///< of the experts
    Embeddings m_embeddings;
    std::vector<Mlp> m_experts; ///< M + 2, or 1
    std::vector<Mlp> m_weights; ///< 1, or none of one modality
};

} // namespace btw::model
