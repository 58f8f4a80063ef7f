// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/timeattention.h"

#include "engine/model/lstm.h"
#include "engine/model/transformerencoder.h"
#include "engine/spec/encoderparameters.h"

#include <cmath>

namespace btw::model {

TimeAttentionEncoder::TimeAttentionEncoder(
    std::int64_t dims, const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters)
    : m_parameters(parameters)
    , m_inputDropout(inputDropoutFor(dims, spec))
    , m_dropout(spec.encoderDropout)
    , m_width(spec.width)
    , m_points(dims, spec.width, spec, name, parameters)
{
    if (training::hasTransformer(spec)) {
        m_layers.emplace(spec.width, encoderHeadsOf(spec), training::encoderLayers(spec), spec.encoderDropout,
            name + ".layers", parameters);
        return;
    }
    const double bound = 1.0 / std::sqrt(static_cast<double>(spec.width));
    m_wIn = parameters.uniform(name + ".input", { 4 * spec.width, spec.width }, bound);
    m_wState = parameters.uniform(name + ".state", { 4 * spec.width, spec.width }, bound);
    m_bIn = parameters.constant(name + ".input_bias", { 4 * spec.width }, 0.0);
    m_bState = parameters.constant(name + ".state_bias", { 4 * spec.width }, 0.0);
}

at::Tensor TimeAttentionEncoder::throughLstm(const at::Tensor& points, const Pass& pass) const
{
    const auto present = points.size(0);
    const auto steps = points.transpose(0, 1).reshape({ m_points.count() * present, m_width });
    const auto state = lstmLast(steps, at::full({ m_points.count() }, present, at::kLong),
        { m_parameters[m_wIn], m_parameters[m_wState], m_parameters[m_bIn], m_parameters[m_bState] },
        pass.training);
    return dropout(state, m_dropout, pass);
}

at::Tensor TimeAttentionEncoder::throughTransformer(const at::Tensor& points, const Pass& pass) const
{
    const auto placed = points + positions(m_points.count(), m_width, points.options().requires_grad(false));
    const auto real = at::ones({ points.size(0), m_points.count() }, points.options().dtype(at::kBool));
    return m_layers->forward({ dropout(placed, m_dropout, pass), real }, nullptr, pass)
        .to(points.scalar_type())
        .mean(at::IntArrayRef { 1 });
}

at::Tensor TimeAttentionEncoder::forward(
    const ModalityInput& input, std::int64_t batch, const Pass& pass) const
{
    auto none = at::zeros({ batch, m_width }, input.values.options().requires_grad(false));
    if (input.order.size(0) == 0)
        return none;
    const auto points = m_points.forward(dropout(input.values, m_inputDropout, pass), input);
    if (m_layers)
        return none.index_copy(0, input.order, throughTransformer(points, pass));
    const Autocast inFull(input.values.device().type(), at::kFloat);
    return none.index_copy(0, input.order, throughLstm(points, pass));
}

} // namespace btw::model
