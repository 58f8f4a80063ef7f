// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"
#include "engine/model/mlp.h"

#include <memory>
#include <vector>

namespace btw::model {

/// Information-theoretic hierarchical perception (Xiao et al., Neuro-Inspired Information-Theoretic
/// Hierarchical Perception for Multimodal Learning, ICLR 2024, arXiv 2404.09403; weights and widths as in
/// their released code; docs/method, "ITHP"). The embedding of the prime modality goes through a chain of
/// Gaussian bottlenecks; the k-th is to keep little (its divergence from N(0, I)) and to say much about the
/// k-th of the other modalities (a detector's squared error). The label is predicted from the last one. So
/// the other modalities teach what in the prime one matters; while predicting only the prime one is read.
class IthpModel : public FusionModel
{
public:
    IthpModel(const ModelShape& shape, const training::ExperimentSpec& spec, const EncoderRegistry& encoders,
        Parameters& parameters);
    /// Extra losses: `kl_k` and `detector_k` for each bottleneck k from 1.
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;

private:
    struct Stage
    {
        std::size_t target = 0; ///< the modality that its detector predicts
        std::int64_t width = 0; ///< of its latent state
        Mlp encoder; ///< to mean and log variance
        Mlp detector;
        double klWeight = 0;
        double detectorWeight = 0;
    };

    at::Tensor prime(const ModelInput& input, const Pass& pass) const; ///< `[B, d]`
    /// Adds its losses. \returns what the next one reads: drawn in training, the mean otherwise
    at::Tensor through(const Stage& stage, const std::string& number, const at::Tensor& state,
        const ModelInput& input, const Pass& pass, std::vector<ExtraLoss>& extra) const;

    const Parameters& m_parameters;
    std::size_t m_prime = 0;
    bool m_learnedMissing;
    double m_dropout;
    std::unique_ptr<Encoder> m_encoder;
    Parameters::Id m_missing = 0; ///< only with missing=learned
    std::vector<Stage> m_stages;
    std::unique_ptr<Mlp> m_head;
};

} // namespace btw::model
