// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"
#include "engine/model/mlp.h"

#include <memory>
#include <vector>

namespace btw::model {

/// Mixture of experts for any combination of modalities (Yun et al., Flex-MoE: Modeling Arbitrary Modality
/// Combination via the Flexible Mixture-of-Experts, NeurIPS 2024, arXiv 2410.08245; docs/method, "Flex-MoE").
/// What stands for an absent modality is learnt for each combination of those that are there (the missing
/// modality bank). Each embedding then goes to k of E experts: of people who have everything to those that
/// the router likes best, evenly over the batch (generalised routing); of the others first of all to the
/// expert of their combination (specialised routing). What comes back is added to the embedding; all joined
/// give the prediction.
class FlexmoeModel : public FusionModel
{
public:
    /// \throws btw::Error for more modalities than the bank has room for, and for more experts of an
    /// embedding than there are
    FlexmoeModel(const ModelShape& shape, const training::ExperimentSpec& spec,
        const EncoderRegistry& encoders, Parameters& parameters);
    /// Extra losses: `balance` over those who have everything, `pattern` over the others.
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;

private:
    /// `[B * M, d]` experts' answers to tokens. \param expert int64 `[B * M]` of the combination
    /// \param isWhole `[B * M]` 1 for those who have everything
    at::Tensor routed(const at::Tensor& tokens, const at::Tensor& expert, const at::Tensor& isWhole,
        const Pass& pass, std::vector<ExtraLoss>& extra) const;

    const Parameters& m_parameters;
    std::int64_t m_modalities, m_width;
    std::int64_t m_experts, m_chosen;
    double m_routing;
    double m_dropout;
    std::vector<std::unique_ptr<Encoder>> m_encoders;
    Parameters::Id m_bank = 0; ///< of more than one modality
    Parameters::Id m_scale, m_shift, m_router, m_w1, m_b1, m_w2, m_b2;
    Mlp m_head;
};

} // namespace btw::model
