// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/moe.h"

#include "engine/model/gatedsums.h"
#include "engine/model/groupedlayers.h"
#include "engine/model/layernorm.h"
#include "engine/model/modalitydropout.h"
#include "engine/model/routes.h"

#include <cmath>

namespace btw::model {

namespace {

/// Two layers with ReLU and dropout between them, one network a modality: x `[M, B, d]` to `[M, B, o]`. The
/// weights' gradients are zeroed like all others, then written whole on the CPU and added to on a GPU: there
/// is one backward pass a step.
at::Tensor perModality(
    const at::Tensor& x, const StackedLayers& layers, double innerDropout, const Pass& pass)
{
    if (!x.is_cpu()) { // one launch a layer there, not one a modality
        const auto inner = dropout(at::relu(batchedLinear(x, layers.w1, layers.b1)), innerDropout, pass);
        return batchedLinear(inner, layers.w2, layers.b2);
    }
    const auto rows = x.reshape({ -1, x.size(2) }).to(layers.w1.scalar_type()); // an autocast one was shorter
    const std::vector<std::int64_t> counts(static_cast<std::size_t>(x.size(0)), x.size(1));
    return groupedLayers({ counts, pass.products }, rows, layers,
        { kernels::Activation::Relu, drawnDropout(innerDropout, pass) })
        .view({ x.size(0), x.size(1), -1 });
}

std::int64_t tokenWidth(MoeRouter kind, std::int64_t modalities, const training::ExperimentSpec& spec)
{
    return kind == MoeRouter::Joint ? modalities * spec.width : spec.width;
}

/// All of a layer: those of every router, where each has its own.
std::int64_t expertsOf(MoeRouter kind, std::int64_t modalities, const training::ExperimentSpec& spec)
{
    return kind == MoeRouter::Disjoint ? modalities * spec.experts : spec.experts;
}

} // namespace

MoeLayer::MoeLayer(std::int64_t modalities, MoeRouter kind, const training::ExperimentSpec& spec,
    const std::string& name, Parameters& parameters)
    : m_parameters(parameters)
    , m_modalities(modalities)
    , m_kind(kind)
    , m_router(kind == MoeRouter::Joint ? 1 : modalities, tokenWidth(kind, modalities, spec), spec,
          name + ".router", parameters)
    , m_dropout(spec.dropout)
    , m_expertDropout(spec.expertDropout)
    , m_experts(spec.experts)
    , m_scale1(parameters.constant(name + ".norm1.scale", { modalities, 1, spec.width }, 1.0))
    , m_shift1(parameters.constant(name + ".norm1.shift", { modalities, 1, spec.width }, 0.0))
    , m_scale2(parameters.constant(name + ".norm2.scale", { modalities, 1, spec.width }, 1.0))
    , m_shift2(parameters.constant(name + ".norm2.shift", { modalities, 1, spec.width }, 0.0))
    , m_w1(parameters.xavier(name + ".experts.1.weight",
          { expertsOf(kind, modalities, spec), tokenWidth(kind, modalities, spec), spec.expertHidden }))
    , m_b1(parameters.constant(
          name + ".experts.1.bias", { expertsOf(kind, modalities, spec), spec.expertHidden }, 0.0))
    , m_w2(parameters.xavier(name + ".experts.2.weight",
          { expertsOf(kind, modalities, spec), spec.expertHidden, modalities * spec.width }))
    , m_b2(parameters.constant(
          name + ".experts.2.bias", { expertsOf(kind, modalities, spec), modalities * spec.width }, 0.0))
    , m_feed1(parameters.xavier(name + ".feed.1.weight", { modalities, spec.width, 4 * spec.width }))
    , m_feedBias1(parameters.constant(name + ".feed.1.bias", { modalities, 1, 4 * spec.width }, 0.0))
    , m_feed2(parameters.xavier(name + ".feed.2.weight", { modalities, 4 * spec.width, spec.width }))
    , m_feedBias2(parameters.constant(name + ".feed.2.bias", { modalities, 1, spec.width }, 0.0))
{
    for (const auto id : { m_w1, m_b1, m_w2, m_b2 })
        parameters.markOverwritten(id);
}

at::Tensor MoeLayer::forward(const at::Tensor& hidden, const at::Tensor& present, const Pass& pass,
    std::vector<at::Tensor>& loads, at::Tensor& routed) const
{
    const auto& p = m_parameters;
    const auto x = layerNorm(hidden, p[m_scale1], p[m_shift1]);
    const auto mixed = hidden + dropout(mixture(x, present, pass, loads, routed), m_dropout, pass);

    const auto y = layerNorm(mixed, p[m_scale2], p[m_shift2]);
    return mixed
        + perModality(y, { p[m_feed1], p[m_feedBias1], p[m_feed2], p[m_feedBias2] }, m_dropout, pass);
}

at::Tensor MoeLayer::mixture(const at::Tensor& x, const at::Tensor& present, const Pass& pass,
    std::vector<at::Tensor>& loads, at::Tensor& routed) const
{
    auto tokens = x;
    auto tokenPresent = present;
    if (m_kind == MoeRouter::Joint) { // an absent modality is zeros among those that are there
        tokens = (x * present).transpose(0, 1).reshape({ 1, x.size(1), m_modalities * x.size(2) });
        tokenPresent = present.amax(0, true);
    }
    const auto routing = m_router.forward(tokens, tokenPresent, pass);
    if (routing.loads.defined())
        loads.push_back(routing.loads);

    // A route is a (token, expert) pair. Absent tokens get the expert after the last, sort to the end and are
    // cut off.
    const auto chosen = [&](const at::Tensor& experts, const at::Tensor& there, std::int64_t none) {
        return experts.masked_fill((there == 0).expand_as(experts), none);
    };
    if (routed.defined()) {
        const auto ofModality
            = routing.experts.expand({ m_modalities, routing.experts.size(1), routing.experts.size(2) });
        routed.copy_(
            routesTaken(chosen(ofModality, present, m_experts).reshape({ m_modalities, -1 }), m_experts));
    }
    auto experts = routing.experts;
    if (m_kind == MoeRouter::Disjoint)
        experts = experts
            + at::arange(m_modalities, experts.options()).mul_(m_experts).reshape({ m_modalities, 1, 1 });
    return throughExperts(
        tokens, chosen(experts, tokenPresent, m_parameters[m_w1].size(0)), routing.gates, pass);
}

at::Tensor MoeLayer::throughExperts(
    const at::Tensor& tokens, const at::Tensor& experts, const at::Tensor& gates, const Pass& pass) const
{
    const auto batch = tokens.size(1);
    const auto k = experts.size(2);
    const auto [order, counts] = sortedRoutes(experts.reshape({ -1 }), m_parameters[m_w1].size(0));

    const auto token = at::floor_divide(order, k);
    const auto rows = tokens.reshape({ tokens.size(0) * batch, tokens.size(2) }).index_select(0, token);
    ActivationDropout inner { kernels::Activation::Gelu };
    if (tokens.is_cpu())
        inner.dropout = drawnDropout(m_expertDropout, pass);
    else
        inner.mask = dropoutMask({ rows.size(0), m_parameters[m_w1].size(2) },
            tokens.options().requires_grad(false), m_expertDropout, pass);
    const auto output = groupedLayers({ counts, pass.products }, rows,
        { m_parameters[m_w1], m_parameters[m_b1], m_parameters[m_w2], m_parameters[m_b2] }, inner,
        tokens.is_cpu() ? m_parameters.overwrittenSquares() : at::Tensor());
    // Token (t, b) adds to instance b: the gated sum over all tokens' routed experts.
    const auto summed = gatedSums(output, gates.reshape({ -1 }), order, at::remainder(token, batch), batch);
    return summed.view({ batch, m_modalities, -1 }).transpose(0, 1);
}

MoeModel::MoeModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_parameters(parameters)
    , m_width(spec.width)
    , m_modalities(static_cast<std::int64_t>(shape.inputs.size()))
    , m_experts(spec.experts)
    , m_dropout(spec.dropout)
    , m_balance(spec.balance)
    , m_hidden(moeModalityDropoutOf(spec))
    , m_learnedMissing(spec.missing == training::MissingPolicy::Learned)
{
    const auto d = spec.width;
    const auto m = m_modalities;
    // Of one modality the three are the same.
    const auto router = m > 1 ? moeRouterOf(spec) : MoeRouter::PerModality;
    for (std::size_t i = 0; i < shape.inputs.size(); ++i)
        m_encoders.push_back(
            encoders.create(shape.inputs[i], spec, "encoder." + std::to_string(i), parameters));
    m_project1 = parameters.xavier("project.1.weight", { m, d, d });
    m_projectBias1 = parameters.constant("project.1.bias", { m, 1, d }, 0.0);
    m_project2 = parameters.xavier("project.2.weight", { m, d, d });
    m_projectBias2 = parameters.constant("project.2.bias", { m, 1, d }, 0.0);
    if (m_learnedMissing)
        m_missing = parameters.normal("missing", { m, 1, d }, 1.0 / std::sqrt(static_cast<double>(d)));
    for (std::int64_t layer = 0; layer < spec.layers; ++layer)
        m_layers.emplace_back(m, router, spec, "layer." + std::to_string(layer), parameters);
    m_scale = parameters.constant("norm.scale", { m, 1, d }, 1.0);
    m_shift = parameters.constant("norm.shift", { m, 1, d }, 0.0);
    m_head1 = parameters.xavier("head.1.weight", { m * d, d });
    m_headBias1 = parameters.constant("head.1.bias", { d }, 0.0);
    m_head2 = parameters.xavier("head.2.weight", { d, d });
    m_headBias2 = parameters.constant("head.2.bias", { d }, 0.0);
    m_head3 = parameters.xavier("head.3.weight", { d, shape.outputs });
    m_headBias3 = parameters.constant("head.3.bias", { shape.outputs }, 0.0);
}

at::Tensor MoeModel::embed(const ModelInput& input, const at::Tensor& present, const Pass& pass) const
{
    const auto& p = m_parameters;
    const auto batch = input.present.size(1);
    std::vector<at::Tensor> encoded;
    encoded.reserve(m_encoders.size());
    for (std::size_t m = 0; m < m_encoders.size(); ++m)
        encoded.push_back(m_encoders[m]->forward(input.modalities[m], batch, pass));

    auto embedding = perModality(at::stack(encoded),
        { p[m_project1], p[m_projectBias1], p[m_project2], p[m_projectBias2] }, 0.0, pass);
    embedding = embedding * (input.weights.defined() ? input.weights * present : present);
    if (m_learnedMissing)
        embedding = embedding + p[m_missing] * (1.0 - present);
    return embedding * std::sqrt(static_cast<double>(m_width));
}

std::vector<Diagnostic> MoeModel::diagnostics() const
{
    return { { "routing", { static_cast<std::int64_t>(m_layers.size()), m_modalities, m_experts } } };
}

ModelOutput MoeModel::forward(const ModelInput& input, const Pass& pass) const
{
    const auto& p = m_parameters;
    const auto batch = input.present.size(1);
    ModelOutput result;
    at::Tensor counts;
    if (!pass.training) {
        counts = at::zeros(diagnostics().front().sizes, input.present.options().dtype(at::kFloat));
        result.diagnostics.push_back(counts);
    }

    // What is hidden counts as absent, with and without weights.
    const auto present = shown(input.present, m_hidden, pass);
    // A learned stand-in is an embedding like any other; a zero one is routed nowhere, in no layer.
    const auto routable = m_learnedMissing ? at::ones_like(present) : present;
    auto hidden = embed(input, present, pass);
    std::vector<at::Tensor> loads;
    for (std::size_t l = 0; l < m_layers.size(); ++l) {
        at::Tensor routed;
        if (counts.defined())
            routed = counts[static_cast<std::int64_t>(l)];
        hidden = m_layers[l].forward(hidden, routable, pass, loads, routed);
    }
    if (!loads.empty())
        result.extra.push_back({ "balance", m_balance, at::cat(loads), squaredVariation });
    hidden = layerNorm(hidden, p[m_scale], p[m_shift]);

    const auto joined = hidden.transpose(0, 1).reshape({ batch, m_modalities * m_width });
    auto x = at::tanh(linear(dropout(joined, m_dropout, pass), p[m_head1], p[m_headBias1]));
    x = at::tanh(linear(x, p[m_head2], p[m_headBias2]));
    result.output = linear(x, p[m_head3], p[m_headBias3]);
    return result;
}

} // namespace btw::model
