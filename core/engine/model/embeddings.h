// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"

#include <memory>
#include <vector>

namespace btw::model {

/// What each modality's encoder makes of a batch, times its weight: what a system that takes weighted
/// embeddings begins with. An absent modality is zeros, or with missing=learned a learned vector, which
/// enters unweighted.
class Embeddings
{
public:
    Embeddings(const ModelShape& shape, const training::ExperimentSpec& spec, const EncoderRegistry& encoders,
        Parameters& parameters);

    at::Tensor forward(const ModelInput& input, const Pass& pass) const; ///< `[M, B, d]`
    /// `[M, B, 1]`: 1 where there is an embedding, be it a learned stand-in, 0 where there are zeros.
    at::Tensor there(const ModelInput& input) const;

private:
    const Parameters& m_parameters;
    bool m_learnedMissing;
    std::vector<std::unique_ptr<Encoder>> m_encoders;
    Parameters::Id m_missing = 0; ///< only with missing=learned
};

/// `[M, B, d]` as `[B, M * d]`.
at::Tensor joined(const at::Tensor& embeddings);

} // namespace btw::model
