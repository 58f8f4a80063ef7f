// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/encoder.h"

#include "engine/error.h"
#include "engine/model/fileencoder.h"
#include "engine/model/lstm.h"
#include "engine/model/timeattention.h"
#include "engine/model/transformerencoder.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"

#include <cmath>

namespace btw::model {

double inputDropoutFor(std::int64_t dims, const training::ExperimentSpec& spec)
{
    return dims > spec.inputDropoutAbove ? spec.inputDropout : 0.0;
}

MlpEncoder::MlpEncoder(
    std::int64_t dims, const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters)
    : m_parameters(parameters)
    , m_inputDropout(inputDropoutFor(dims, spec))
    , m_dropout(spec.encoderDropout)
    , m_w1(parameters.xavier(name + ".1.weight", { dims, spec.encoderHidden }))
    , m_b1(parameters.constant(name + ".1.bias", { spec.encoderHidden }, 0.0))
    , m_w2(parameters.xavier(name + ".2.weight", { spec.encoderHidden, spec.width }))
    , m_b2(parameters.constant(name + ".2.bias", { spec.width }, 0.0))
{
}

at::Tensor MlpEncoder::forward(const ModalityInput& input, std::int64_t /*batch*/, const Pass& pass) const
{
    const auto x = dropout(input.values, m_inputDropout, pass);
    const auto hidden = dropout(at::relu(linear(x, m_parameters[m_w1], m_parameters[m_b1])), m_dropout, pass);
    return linear(hidden, m_parameters[m_w2], m_parameters[m_b2]);
}

LstmEncoder::LstmEncoder(
    std::int64_t dims, const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters)
    : m_parameters(parameters)
    , m_inputDropout(inputDropoutFor(dims, spec))
    , m_dropout(spec.encoderDropout)
    , m_width(spec.width)
    // LibTorch's own start for recurrent weights; biases 0 as everywhere.
    , m_wIn(parameters.uniform(
          name + ".input", { 4 * spec.width, dims }, 1.0 / std::sqrt(static_cast<double>(spec.width))))
    , m_wState(parameters.uniform(
          name + ".state", { 4 * spec.width, spec.width }, 1.0 / std::sqrt(static_cast<double>(spec.width))))
    , m_bIn(parameters.constant(name + ".input_bias", { 4 * spec.width }, 0.0))
    , m_bState(parameters.constant(name + ".state_bias", { 4 * spec.width }, 0.0))
{
}

at::Tensor LstmEncoder::forward(const ModalityInput& input, std::int64_t batch, const Pass& pass) const
{
    const auto options = input.values.options().requires_grad(false);
    const auto present = input.order.size(0);
    if (present == 0)
        return at::zeros({ batch, m_width }, options);

    const Autocast inFull(input.values.device().type(), at::kFloat);
    const auto state = lstmLast(dropout(input.values, m_inputDropout, pass), input.batchSizes,
        { m_parameters[m_wIn], m_parameters[m_wState], m_parameters[m_bIn], m_parameters[m_bState] },
        pass.training);
    const auto last = dropout(state, m_dropout, pass);
    return at::zeros({ batch, m_width }, options).index_copy(0, input.order, last);
}

void EncoderRegistry::add(const std::string& name, data::ModalityKind kind, EncoderFactory factory)
{
    for (const auto& entry : m_entries)
        if (entry.name == name)
            throw Error("There are two encoders of the name '" + name + "'.");
    m_entries.push_back({ name, kind, std::move(factory) });
}

std::unique_ptr<Encoder> EncoderRegistry::create(const ModelShape::Input& input,
    const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters) const
{
    if (const auto path = training::encoderFileOf(spec, input.name); !path.empty())
        return fileEncoder(input, path, spec, name, parameters);
    const auto named = training::kEncoderParameters[0].text(spec);
    for (const bool byName : { true, false })
        for (const auto& entry : m_entries)
            if (entry.kind == input.kind && (!byName || entry.name == named))
                return entry.make(input.dims, spec, name, parameters);
    throw Error("There is no encoder for modality " + input.name + ".");
}

namespace {

template <class Made> EncoderFactory maker()
{
    return [](std::int64_t dims, const training::ExperimentSpec& spec, const std::string& name,
               Parameters& parameters) -> std::unique_ptr<Encoder> {
        return std::make_unique<Made>(dims, spec, name, parameters);
    };
}

} // namespace

EncoderRegistry builtinEncoders()
{
    EncoderRegistry registry;
    registry.add("mlp", data::ModalityKind::Vector, maker<MlpEncoder>());
    registry.add("lstm", data::ModalityKind::Sequence, maker<LstmEncoder>());
    registry.add("transformer", data::ModalityKind::Sequence, maker<TransformerEncoder>());
    registry.add("time-attention", data::ModalityKind::Series, maker<TimeAttentionEncoder>());
    return registry;
}

} // namespace btw::model
