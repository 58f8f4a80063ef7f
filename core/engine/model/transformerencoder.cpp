// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/transformerencoder.h"

#include "engine/error.h"
#include "engine/model/padded.h"
#include "engine/spec/encoderparameters.h"

namespace btw::model {

std::int64_t encoderHeadsOf(const training::ExperimentSpec& spec)
{
    const auto heads = training::encoderHeads(spec);
    if (spec.width % heads != 0) // which cannotFit() says of what is to be trained
        throw Error("encoder_heads: " + std::to_string(heads) + " heads cannot share a width of "
            + std::to_string(spec.width) + ".");
    return heads;
}

at::Tensor meanOfSteps(const at::Tensor& steps, const at::Tensor& real)
{
    const auto counted = real.unsqueeze(2).to(steps.scalar_type());
    return (steps * counted).sum(1) / counted.sum(1).clamp_min(1.0);
}

TransformerEncoder::TransformerEncoder(
    std::int64_t dims, const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters)
    : m_parameters(parameters)
    , m_inputDropout(inputDropoutFor(dims, spec))
    , m_dropout(spec.encoderDropout)
    , m_width(spec.width)
    , m_weight(parameters.xavier(name + ".project.weight", { dims, spec.width }))
    , m_bias(parameters.constant(name + ".project.bias", { spec.width }, 0.0))
    , m_layers(spec.width, encoderHeadsOf(spec), training::encoderLayers(spec), spec.encoderDropout,
          name + ".layers", parameters)
{
}

at::Tensor TransformerEncoder::forward(const ModalityInput& input, std::int64_t batch, const Pass& pass) const
{
    const auto options = input.values.options().requires_grad(false);
    if (input.order.size(0) == 0)
        return at::zeros({ batch, m_width }, options);
    const auto [values, real] = paddedPresent(input);
    const auto length = values.size(1);
    const auto rows = linear(dropout(values.reshape({ -1, values.size(2) }), m_inputDropout, pass),
        m_parameters[m_weight], m_parameters[m_bias]);
    // In full precision: what is projected may be of a shorter type.
    const auto placed
        = rows.to(options.dtype()).view({ -1, length, m_width }) + positions(length, m_width, options);
    const auto seen = m_layers.forward({ dropout(placed, m_dropout, pass), real }, nullptr, pass);
    const auto embedding = meanOfSteps(seen.to(options.dtype()), real);
    return at::zeros({ batch, m_width }, options).index_copy(0, input.order, embedding);
}

} // namespace btw::model
