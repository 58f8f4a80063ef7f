// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/embeddings.h"

#include <cmath>
#include <string>

namespace btw::model {

Embeddings::Embeddings(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_parameters(parameters)
    , m_learnedMissing(spec.missing == training::MissingPolicy::Learned)
{
    for (std::size_t m = 0; m < shape.inputs.size(); ++m)
        m_encoders.push_back(
            encoders.create(shape.inputs[m], spec, "encoder." + std::to_string(m), parameters));
    if (m_learnedMissing)
        m_missing
            = parameters.normal("missing", { static_cast<std::int64_t>(shape.inputs.size()), 1, spec.width },
                1.0 / std::sqrt(static_cast<double>(spec.width)));
}

at::Tensor Embeddings::forward(const ModelInput& input, const Pass& pass) const
{
    std::vector<at::Tensor> encoded;
    encoded.reserve(m_encoders.size());
    for (std::size_t m = 0; m < m_encoders.size(); ++m)
        encoded.push_back(m_encoders[m]->forward(input.modalities[m], input.present.size(1), pass));
    auto embeddings
        = at::stack(encoded) * (input.weights.defined() ? input.weights * input.present : input.present);
    if (m_learnedMissing)
        embeddings = embeddings + m_parameters[m_missing] * (1.0 - input.present);
    return embeddings;
}

at::Tensor joined(const at::Tensor& embeddings)
{
    return embeddings.transpose(0, 1).reshape({ embeddings.size(1), -1 });
}

at::Tensor Embeddings::there(const ModelInput& input) const
{
    return m_learnedMissing ? at::ones_like(input.present) : input.present;
}

} // namespace btw::model
