// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/early.h"

namespace btw::model {

EarlyModel::EarlyModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_dropout(spec.dropout)
    , m_embeddings(shape, spec, encoders, parameters)
    , m_layers({ static_cast<std::int64_t>(shape.inputs.size()) * spec.width, spec.width, spec.width,
                   shape.outputs },
          spec.dropout, "joined", parameters)
{
}

ModelOutput EarlyModel::forward(const ModelInput& input, const Pass& pass) const
{
    const auto embeddings = joined(m_embeddings.forward(input, pass));
    ModelOutput result;
    result.output = m_layers.forward(dropout(embeddings, m_dropout, pass), pass);
    return result;
}

} // namespace btw::model
