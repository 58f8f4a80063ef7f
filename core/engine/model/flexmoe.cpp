// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/flexmoe.h"

#include "engine/error.h"
#include "engine/model/embeddings.h"
#include "engine/model/flexmoeparameters.h"
#include "engine/model/gatedsums.h"
#include "engine/model/groupedlayers.h"
#include "engine/model/router.h"
#include "engine/model/routes.h"
#include "engine/model/rowsums.h"

#include <cmath>
#include <string>

namespace btw::model {

namespace {

/// Above every score: the expert of a combination is among those that are chosen.
constexpr double kFirst = 1e9;

std::int64_t integer(std::size_t parameter, const training::ExperimentSpec& spec)
{
    return static_cast<std::int64_t>(kFlexmoeParameters.at(parameter).number(spec));
}

} // namespace

FlexmoeModel::FlexmoeModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_parameters(parameters)
    , m_modalities(static_cast<std::int64_t>(shape.inputs.size()))
    , m_width(spec.width)
    , m_experts(integer(0, spec))
    , m_chosen(integer(1, spec))
    , m_routing(kFlexmoeParameters[2].number(spec))
    , m_dropout(spec.dropout)
    , m_head({ m_modalities * spec.width, spec.width, shape.outputs }, spec.dropout, "head", parameters)
{
    if (m_modalities > kFlexmoeMostModalities)
        throw Error("flexmoe takes at most " + std::to_string(kFlexmoeMostModalities) + " modalities.");
    if (m_chosen > m_experts)
        throw Error("flexmoe_chosen: there are " + std::to_string(m_experts) + " experts to choose from.");
    for (std::size_t m = 0; m < shape.inputs.size(); ++m)
        m_encoders.push_back(
            encoders.create(shape.inputs[m], spec, "encoder." + std::to_string(m), parameters));
    const auto d = m_width, e = m_experts;
    if (m_modalities > 1)
        m_bank = parameters.normal("bank", { std::int64_t { 1 } << m_modalities, m_modalities, d },
            1.0 / std::sqrt(static_cast<double>(d)));
    m_scale = parameters.constant("norm.scale", { d }, 1.0);
    m_shift = parameters.constant("norm.shift", { d }, 0.0);
    m_router = parameters.xavier("router", { d, e });
    m_w1 = parameters.xavier("experts.1.weight", { e, d, 2 * d });
    m_b1 = parameters.constant("experts.1.bias", { e, 1, 2 * d }, 0.0);
    m_w2 = parameters.xavier("experts.2.weight", { e, 2 * d, d });
    m_b2 = parameters.constant("experts.2.bias", { e, 1, d }, 0.0);
}

at::Tensor FlexmoeModel::routed(const at::Tensor& tokens, const at::Tensor& expert, const at::Tensor& isWhole,
    const Pass& pass, std::vector<ExtraLoss>& extra) const
{
    const auto& p = m_parameters;
    const auto x = at::layer_norm(tokens, { m_width }, p[m_scale], p[m_shift], 1e-5);
    const auto scores = exact(at::mm(x, p[m_router]));
    const auto own = at::one_hot(expert, m_experts).to(scores.scalar_type());
    const auto preferred = scores.detach() + own * (1.0 - isWhole).unsqueeze(1) * kFirst;
    const auto chosen = std::get<1>(at::topk(preferred, m_chosen, 1));
    const auto gates = at::softmax(scores.gather(1, chosen), 1);
    if (pass.training && m_routing > 0) {
        const auto loads = at::zeros_like(preferred).scatter(1, chosen, gates * isWhole.unsqueeze(1));
        extra.push_back({ "balance", m_routing, loads.sum(0, true), squaredVariation });
        extra.push_back({ "pattern", m_routing,
            sumsOver(-(at::log_softmax(scores, 1) * own).sum(1), 1.0 - isWhole), meanOfRows });
    }

    // A route is a (token, expert) pair; those of an expert stand together.
    const auto [order, counts] = sortedRoutes(chosen.reshape({ -1 }), m_experts);
    const auto token = at::floor_divide(order, m_chosen);
    const auto rows = x.index_select(0, token);
    ActivationDropout inner { kernels::Activation::Relu };
    if (x.is_cpu())
        inner.dropout = drawnDropout(m_dropout, pass);
    else
        inner.mask
            = dropoutMask({ rows.size(0), 2 * m_width }, x.options().requires_grad(false), m_dropout, pass);
    const auto answers
        = groupedLayers({ counts, pass.products }, rows, { p[m_w1], p[m_b1], p[m_w2], p[m_b2] }, inner);
    return gatedSums(answers, gates.reshape({ -1 }), order, token, tokens.size(0));
}

ModelOutput FlexmoeModel::forward(const ModelInput& input, const Pass& pass) const
{
    const auto batch = input.present.size(1);
    std::vector<at::Tensor> encoded;
    encoded.reserve(m_encoders.size());
    for (std::size_t m = 0; m < m_encoders.size(); ++m)
        encoded.push_back(m_encoders[m]->forward(input.modalities[m], batch, pass));
    // [M, B, d]; what stands for an absent modality enters unweighted
    auto embeddings
        = at::stack(encoded) * (input.weights.defined() ? input.weights * input.present : input.present);
    const auto there = input.present.squeeze(2).to(at::kLong);
    const auto bits = at::pow(2, at::arange(m_modalities, there.options()));
    const auto combination = (there * bits.unsqueeze(1)).sum(0); // [B]
    if (m_modalities > 1)
        embeddings = embeddings
            + m_parameters[m_bank].index_select(0, combination).transpose(0, 1) * (1.0 - input.present);

    // Who has nothing at all goes to the last expert.
    const auto expert = at::remainder(combination + (m_experts - 1), m_experts).repeat({ m_modalities });
    const auto isWhole = input.present.amin(0).flatten().repeat({ m_modalities });
    ModelOutput result;
    const auto answers = routed(
        embeddings.reshape({ m_modalities * batch, m_width }), expert, exact(isWhole), pass, result.extra);
    const auto mixed = embeddings + dropout(answers.view(embeddings.sizes()), m_dropout, pass);
    result.output = m_head.forward(dropout(joined(mixed), m_dropout, pass), pass);
    return result;
}

} // namespace btw::model
