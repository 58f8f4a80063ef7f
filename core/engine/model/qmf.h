// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"
#include "engine/model/mlp.h"

#include <memory>
#include <vector>

namespace btw::model {

/// Quality-aware multimodal fusion (Zhang et al., Provable Dynamic Fusion for Low-Quality Multimodal Data,
/// ICML 2023, arXiv 2306.02050; docs/method, "QMF"). Each modality predicts by itself; its logits count as
/// much as it is confident, 0.1 times the logsumexp of its logits (the negative energy of Liu et al., NeurIPS
/// 2020), and are added up. While training, of two neighbours in a batch the modality is to be the more
/// confident of the one whose losses have been smaller in the epochs before, and by as much (the ranking of
/// Moon et al., Confidence-Aware Learning for Deep Neural Networks, ICML 2020, with losses for correctness).
class QmfModel : public FusionModel
{
public:
    /// \throws btw::Error for a regression.
    QmfModel(const ModelShape& shape, const training::ExperimentSpec& spec, const EncoderRegistry& encoders,
        Parameters& parameters);
    /// Extra losses: `unimodal` and `ranking`. Remembers each modality's loss of each row.
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;
    /// `confidence`, `[M]`: how much each modality counts.
    std::vector<Diagnostic> diagnostics() const override;
    std::int64_t remembers() const override { return static_cast<std::int64_t>(m_encoders.size()); }

private:
    at::Tensor logits(const ModelInput& input, const Pass& pass) const; ///< `[M, B, C]`

    double m_dropout;
    double m_ranking;
    std::vector<std::unique_ptr<Encoder>> m_encoders;
    std::vector<Mlp> m_opinions; ///< M
};

} // namespace btw::model
