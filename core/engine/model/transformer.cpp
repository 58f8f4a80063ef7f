// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/transformer.h"

#include "engine/model/attend.h"

#include <algorithm>
#include <cmath>

namespace btw::model {

at::Tensor positions(std::int64_t steps, std::int64_t width, const at::TensorOptions& options)
{
    const auto half = (width + 1) / 2;
    const auto rate = at::exp(at::arange(half, options)
        * (-std::log(10000.0) / static_cast<double>(std::max<std::int64_t>(half, 1))));
    const auto angle = at::arange(steps, options).unsqueeze(1) * rate;
    return at::cat({ at::sin(angle), at::cos(angle) }, 1).narrow(1, 0, width);
}

Transformer::Transformer(std::int64_t width, std::int64_t heads, std::int64_t layers, double dropout,
    const std::string& name, Parameters& parameters)
    : m_parameters(parameters)
    , m_width(width)
    , m_heads(heads)
    , m_dropout(dropout)
{
    for (std::int64_t i = 0; i < layers; ++i) {
        const std::string own = name + "." + std::to_string(i + 1);
        const auto square = [&](const char* part) {
            return parameters.xavier(own + "." + part + ".weight", { width, width });
        };
        const auto zeros = [&](const std::string& part, std::int64_t size) {
            return parameters.constant(own + "." + part, { size }, 0.0);
        };
        Layer layer {};
        layer.scale1 = parameters.constant(own + ".norm1.scale", { width }, 1.0);
        layer.shift1 = zeros("norm1.shift", width);
        layer.query = square("query");
        layer.queryBias = zeros("query.bias", width);
        layer.key = square("key");
        layer.keyBias = zeros("key.bias", width);
        layer.value = square("value");
        layer.valueBias = zeros("value.bias", width);
        layer.out = square("out");
        layer.outBias = zeros("out.bias", width);
        layer.scale2 = parameters.constant(own + ".norm2.scale", { width }, 1.0);
        layer.shift2 = zeros("norm2.shift", width);
        layer.feed1 = parameters.xavier(own + ".feed.1.weight", { width, 4 * width });
        layer.feedBias1 = zeros("feed.1.bias", 4 * width);
        layer.feed2 = parameters.xavier(own + ".feed.2.weight", { 4 * width, width });
        layer.feedBias2 = zeros("feed.2.bias", width);
        m_layers.push_back(layer);
    }
    m_scale = parameters.constant(name + ".norm.scale", { width }, 1.0);
    m_shift = parameters.constant(name + ".norm.shift", { width }, 0.0);
}

at::Tensor Transformer::norm(const at::Tensor& x, Parameters::Id scale, Parameters::Id shift) const
{
    return at::layer_norm(x, { m_width }, m_parameters[scale], m_parameters[shift], 1e-5);
}

at::Tensor Transformer::affine(const at::Tensor& x, Parameters::Id weight, Parameters::Id bias) const
{
    const auto& w = m_parameters[weight];
    return linear(x.reshape({ -1, x.size(2) }), w, m_parameters[bias])
        .view({ x.size(0), x.size(1), w.size(1) });
}

at::Tensor Transformer::attended(const Layer& layer, const at::Tensor& queries, const at::Tensor& source,
    const RealSteps& real, const Pass& pass) const
{
    const auto mixed
        = attend(affine(queries, layer.query, layer.queryBias), affine(source, layer.key, layer.keyBias),
            affine(source, layer.value, layer.valueBias), real, m_heads, m_dropout, pass);
    return affine(mixed, layer.out, layer.outBias);
}

at::Tensor Transformer::forward(const Steps& steps, const Steps* source, const Pass& pass) const
{
    auto x = steps.values;
    for (const auto& layer : m_layers) {
        const auto queries = norm(x, layer.scale1, layer.shift1);
        const auto seen = source == nullptr ? queries : norm(source->values, layer.scale1, layer.shift1);
        x = x
            + dropout(attended(layer, queries, seen,
                          { steps.real, source == nullptr ? steps.real : source->real }, pass),
                m_dropout, pass);
        const auto inner
            = dropout(at::relu(affine(norm(x, layer.scale2, layer.shift2), layer.feed1, layer.feedBias1)),
                m_dropout, pass);
        x = x + dropout(affine(inner, layer.feed2, layer.feedBias2), m_dropout, pass);
    }
    return norm(x, m_scale, m_shift);
}

} // namespace btw::model
