// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoder.h"
#include "engine/model/timepoints.h"
#include "engine/model/transformer.h"

#include <optional>

namespace btw::model {

/// Irregular series, brought to reference points (TimePoints) of d = width numbers. An LSTM walks the points:
/// its last state is the embedding. With `encoder=transformer` they are the steps of a Transformer, with
/// sines and cosines of their places, and the embedding is the mean over them.
class TimeAttentionEncoder : public Encoder
{
public:
    /// \throws btw::Error where the Transformer's heads do not divide the width
    TimeAttentionEncoder(std::int64_t dims, const training::ExperimentSpec& spec, const std::string& name,
        Parameters& parameters);
    at::Tensor forward(const ModalityInput& input, std::int64_t batch, const Pass& pass) const override;

private:
    /// `[P, R, d]` as `[P, d]`.
    at::Tensor throughLstm(const at::Tensor& points, const Pass& pass) const;
    at::Tensor throughTransformer(const at::Tensor& points, const Pass& pass) const;

    const Parameters& m_parameters;
    double m_inputDropout;
    double m_dropout;
    std::int64_t m_width;
    TimePoints m_points;
    std::optional<Transformer> m_layers; ///< none: the LSTM
    Parameters::Id m_wIn = 0, m_wState = 0, m_bIn = 0, m_bState = 0;
};

} // namespace btw::model
