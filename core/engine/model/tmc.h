// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"
#include "engine/model/mlp.h"

#include <memory>
#include <vector>

namespace btw::model {

/// Trusted multi-view classification (Han et al., Trusted Multi-View Classification, ICLR 2021, arXiv
/// 2102.02051; with `tmc_pseudo_view` Han et al., Trusted Multi-View Classification with Dynamic Evidential
/// Fusion, IEEE TPAMI 2022, arXiv 2204.11423; docs/method, "TMC"). Each modality gives evidence e >= 0 for
/// each of K classes, a Dirichlet distribution alpha = e + 1 over their probabilities: the less evidence in
/// all, the more of the opinion is uncertain, u = K / sum(alpha). Opinions are put together by Dempster's
/// rule, which comes to e = K (product of (1 + e_m / K) - 1); an absent modality has no evidence and changes
/// nothing. Output: the logarithm of the joint alpha, so that probabilities are alpha / sum(alpha).
class TmcModel : public FusionModel
{
public:
    /// \throws btw::Error for a regression.
    TmcModel(const ModelShape& shape, const training::ExperimentSpec& spec, const EncoderRegistry& encoders,
        Parameters& parameters);
    /// Extra losses: `evidence` and `wrong_evidence`, whose weight grows with the epochs.
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;
    /// `certainty`, `[M]`: whose opinions are the certain ones.
    std::vector<Diagnostic> diagnostics() const override;

private:
    at::Tensor evidence(const ModelInput& input, const Pass& pass) const; ///< `[views, B, K]`

    double m_dropout;
    double m_annealing;
    std::vector<std::unique_ptr<Encoder>> m_encoders;
    std::vector<Mlp> m_opinions; ///< M, and the pseudo-view's
};

} // namespace btw::model
