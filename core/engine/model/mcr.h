// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/embeddings.h"
#include "engine/model/mlp.h"

#include <vector>

namespace btw::model {

/// Early fusion under the multimodal competition regulariser (Kontras et al., Balancing Multimodal Training
/// Through Game-Theoretic Regularization, arXiv 2411.07335, 2024, NeurIPS 2025; docs/method, "MCR"), so that
/// no modality is left untrained because another one was learnt faster. The network is that of EarlyModel;
/// what training adds:
///  - `unimodal`: each modality predicts the label from its own embedding by a layer of its own;
///  - `information`: how far the prediction moves where one modality's embeddings are handed round among the
///    rows (Jensen-Shannon divergence of class probabilities, or squared difference of regressions): an
///    estimate of I(modality; label | the others), which each encoder is to make large. What encoder i does
///    about that of modality j is multiplied by -1, 0 or 1 (`mcr_players`); the joint layers do not play;
///  - `contrast`: NT-Xent over the embeddings of all modalities, those of the same class (of a regression:
///    of the same row) being alike.
class McrModel : public FusionModel
{
public:
    McrModel(const ModelShape& shape, const training::ExperimentSpec& spec, const EncoderRegistry& encoders,
        Parameters& parameters);
    /// Extra losses `unimodal`, `information` (of negative weight) and `contrast`, those whose weight is not
    /// 0; none of one modality.
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;

private:
    at::Tensor unimodal(const at::Tensor& embeddings, const ModelInput& input, const Pass& pass) const;
    at::Tensor information(const at::Tensor& embeddings, const ModelInput& input, const Pass& pass) const;
    at::Tensor contrast(const at::Tensor& embeddings, const ModelInput& input) const;

    double m_dropout;
    double m_unimodalWeight, m_gameWeight, m_contrastWeight;
    double m_others; ///< what an encoder does about the others' influence
    double m_temperature;
    Embeddings m_embeddings;
    Mlp m_layers;
    std::vector<Mlp> m_own; ///< M, or none of one modality
};

} // namespace btw::model
