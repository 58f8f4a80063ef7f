// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"
#include "engine/model/transformer.h"

namespace btw::model {

/// A Transformer over the real steps of a sequence (Vaswani et al. 2017; layer norms before each block):
/// dropout (input features) - Linear(D, d) + sines and cosines of the place - dropout - layers of
/// self-attention; the mean over the real steps, `[B, d]`; zeros where absent. `encoder=transformer`.
class TransformerEncoder : public Encoder
{
public:
    /// \throws btw::Error where the heads do not divide the width
    TransformerEncoder(std::int64_t dims, const training::ExperimentSpec& spec, const std::string& name,
        Parameters& parameters);
    at::Tensor forward(const ModalityInput& input, std::int64_t batch, const Pass& pass) const override;

private:
    const Parameters& m_parameters;
    double m_inputDropout;
    double m_dropout;
    std::int64_t m_width;
    Parameters::Id m_weight, m_bias;
    Transformer m_layers;
};

/// Heads of a Transformer that encodes. \throws btw::Error where they do not divide the width
std::int64_t encoderHeadsOf(const training::ExperimentSpec& spec);

/// `[B, T, E]` as `[B, E]`: the mean over real steps. \param real `[B, T]` bool, at least one in each row
at::Tensor meanOfSteps(const at::Tensor& steps, const at::Tensor& real);

} // namespace btw::model
