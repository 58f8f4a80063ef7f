// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/embeddings.h"
#include "engine/model/mlp.h"

namespace btw::model {

/// Early fusion: the embeddings of all modalities joined, dropout, two hidden layers of width d, and the
/// output (Baltrusaitis, Ahuja and Morency, Multimodal Machine Learning: A Survey and Taxonomy, IEEE TPAMI
/// 2019, section 6.1; docs/method, "Early fusion").
class EarlyModel : public FusionModel
{
public:
    EarlyModel(const ModelShape& shape, const training::ExperimentSpec& spec, const EncoderRegistry& encoders,
        Parameters& parameters);
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;

private:
    double m_dropout;
    Embeddings m_embeddings;
    Mlp m_layers;
};

} // namespace btw::model
