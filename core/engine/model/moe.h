// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/moeparameters.h"
#include "engine/model/router.h"

#include <memory>
#include <vector>

namespace btw::model {

/// One fusion layer on `[M, B, d]`: layer norm, routing over experts whose output `[M d]` is split over all
/// modalities' residuals, then a per-modality feed-forward block with residual. Routed are T tokens: each
/// modality's embedding (permod, disjoint: T = M), or all of them joined (joint: T = 1).
class MoeLayer
{
public:
    MoeLayer(std::int64_t modalities, MoeRouter kind, const training::ExperimentSpec& spec,
        const std::string& name, Parameters& parameters);

    /// \param loads gets the layer's router's ones appended (training)
    /// \param routed `[M, E]` tokens routed, filled when defined; a joint token counts for every modality
    /// that the instance has
    at::Tensor forward(const at::Tensor& hidden, const at::Tensor& present, const Pass& pass,
        std::vector<at::Tensor>& loads, at::Tensor& routed) const;

private:
    at::Tensor mixture(const at::Tensor& x, const at::Tensor& present, const Pass& pass,
        std::vector<at::Tensor>& loads, at::Tensor& routed) const; ///< `[M, B, d]`
    /// The tokens through their experts and back. \param tokens `[T, B, width of one]` \param experts of
    /// them all; the one after the last takes no token
    at::Tensor throughExperts(const at::Tensor& tokens, const at::Tensor& experts, const at::Tensor& gates,
        const Pass& pass) const; ///< `[M, B, d]`

    const Parameters& m_parameters;
    std::int64_t m_modalities;
    MoeRouter m_kind;
    Router m_router;
    double m_dropout;
    double m_expertDropout;
    std::int64_t m_experts; ///< that a router chooses among
    Parameters::Id m_scale1, m_shift1, m_scale2, m_shift2;
    Parameters::Id m_w1, m_b1, m_w2, m_b2; ///< experts, stacked
    Parameters::Id m_feed1, m_feedBias1, m_feed2, m_feedBias2; ///< feed-forward, stacked over modalities
};

/// FuseMoE, as in docs/method ("Backbone").
class MoeModel : public FusionModel
{
public:
    MoeModel(const ModelShape& shape, const training::ExperimentSpec& spec, const EncoderRegistry& encoders,
        Parameters& parameters);

    /// `balance` is the one extra loss: the squared variation of what each of K routers gave each expert,
    /// `[K, E]` sums.
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;
    /// `routing`, `[L, M, E]`: tokens routed to each expert.
    std::vector<Diagnostic> diagnostics() const override;

private:
    /// `[M, B, d]`, weighted, times sqrt(d). \param present what the model is shown
    at::Tensor embed(const ModelInput& input, const at::Tensor& present, const Pass& pass) const;

    const Parameters& m_parameters;
    std::int64_t m_width;
    std::int64_t m_modalities;
    std::int64_t m_experts;
    double m_dropout;
    double m_balance;
    double m_hidden; ///< share of modalities that training hides
    bool m_learnedMissing;
    std::vector<std::unique_ptr<Encoder>> m_encoders;
    Parameters::Id m_project1, m_projectBias1, m_project2, m_projectBias2; ///< stacked over modalities
    Parameters::Id m_missing = 0; ///< only with missing=learned
    std::vector<MoeLayer> m_layers;
    Parameters::Id m_scale, m_shift;
    Parameters::Id m_head1, m_headBias1, m_head2, m_headBias2, m_head3, m_headBias3;
};

} // namespace btw::model
