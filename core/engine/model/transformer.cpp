// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/transformer.h"

#include "engine/model/realrows.h"

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
    return linear(x, m_parameters[weight], m_parameters[bias]);
}

at::Tensor Transformer::through(
    at::Tensor x, const at::Tensor* source, const Attending& attending, const Pass& pass) const
{
    for (const auto& layer : m_layers) {
        const auto queries = norm(x, layer.scale1, layer.shift1);
        const auto seen = source == nullptr ? queries : norm(*source, layer.scale1, layer.shift1);
        const auto mixed = attending(affine(queries, layer.query, layer.queryBias),
            affine(seen, layer.key, layer.keyBias), affine(seen, layer.value, layer.valueBias));
        x = x + dropout(affine(mixed, layer.out, layer.outBias), m_dropout, pass);
        const auto inner
            = dropout(at::relu(affine(norm(x, layer.scale2, layer.shift2), layer.feed1, layer.feedBias1)),
                m_dropout, pass);
        x = x + dropout(affine(inner, layer.feed2, layer.feedBias2), m_dropout, pass);
    }
    return norm(x, m_scale, m_shift);
}

at::Tensor Transformer::withoutPadding(
    at::Tensor x, const at::Tensor* source, const Looking& looking, const Pass& pass) const
{
    const auto& p = m_parameters;
    for (const auto& l : m_layers)
        x = transformerLayer(x, source,
            { p[l.scale1], p[l.shift1], p[l.query], p[l.queryBias], p[l.key], p[l.keyBias], p[l.value],
                p[l.valueBias], p[l.out], p[l.outBias], p[l.scale2], p[l.shift2], p[l.feed1], p[l.feedBias1],
                p[l.feed2], p[l.feedBias2] },
            looking, pass);
    return norm(x, m_scale, m_shift);
}

at::Tensor Transformer::forward(const Steps& steps, const Steps* source, const Pass& pass) const
{
    const auto sizes = steps.values.sizes();
    const auto asRows = [this](const at::Tensor& values) { return values.reshape({ -1, m_width }); };
    if (hasAttentionKernel(steps.values) && (source == nullptr || hasAttentionKernel(source->values))) {
        const auto own = realRows(steps.real);
        const auto others = source == nullptr ? own : realRows(source->real);
        if (own.rows.numel() > 0 && others.rows.numel() > 0) { // nobody of this batch may have any
            const auto seen = source == nullptr ? at::Tensor() : picked(asRows(source->values), others.rows);
            const auto x = withoutPadding(picked(asRows(steps.values), own.rows),
                source == nullptr ? nullptr : &seen, { own.steps, others.steps, m_heads, m_dropout }, pass);
            return spread(x, own.rows, sizes[0] * sizes[1]).view(sizes);
        }
    }
    const RealSteps real { steps.real, source == nullptr ? steps.real : source->real };
    const auto attending = [&](const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
        const auto padded = [&](const at::Tensor& x, const at::Tensor& of) {
            return x.view({ of.size(0), of.size(1), m_width });
        };
        return asRows(attend(padded(q, real.queries), padded(k, real.keys), padded(v, real.keys), real,
            m_heads, m_dropout, pass));
    };
    const auto seen = source == nullptr ? at::Tensor() : asRows(source->values);
    return through(asRows(steps.values), source == nullptr ? nullptr : &seen, attending, pass).view(sizes);
}

} // namespace btw::model
