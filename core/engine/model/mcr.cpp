// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/mcr.h"

#include "engine/model/mcrparameters.h"
#include "engine/model/rowsums.h"

#include <cmath>
#include <string>

namespace btw::model {

namespace {

/// Below every similarity; finite, so that a row without any negative has a gradient, which is 0.
constexpr double kFarAway = -1e9;

/// Which row each row gets its embedding from: those that have the modality change places.
at::Tensor handedRound(const at::Tensor& present, const Pass& pass)
{
    const auto rows = at::nonzero(present).flatten();
    return at::arange(present.size(0), rows.options())
        .index_copy(
            0, rows, rows.index_select(0, at::randperm(rows.size(0), pass.generator, rows.options())));
}

/// `[B]`: how far apart two predictions are.
at::Tensor apart(const at::Tensor& one, const at::Tensor& other)
{
    if (one.size(1) == 1)
        return (one - other).square().flatten();
    const auto p = at::log_softmax(exact(one), 1), q = at::log_softmax(exact(other), 1);
    const auto middle = at::logaddexp(p, q) - std::log(2.0);
    return 0.5 * (at::exp(p) * (p - middle) + at::exp(q) * (q - middle)).sum(1);
}

} // namespace

McrModel::McrModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_dropout(spec.dropout)
    , m_unimodalWeight(kMcrParameters[0].number(spec))
    , m_gameWeight(kMcrParameters[1].number(spec))
    , m_contrastWeight(kMcrParameters[3].number(spec))
    , m_others(mcrShareOf(spec))
    , m_temperature(kMcrParameters[4].number(spec))
    , m_embeddings(shape, spec, encoders, parameters)
    , m_layers({ static_cast<std::int64_t>(shape.inputs.size()) * spec.width, spec.width, spec.width,
                   shape.outputs },
          spec.dropout, "joined", parameters)
{
    for (std::size_t m = 0; shape.inputs.size() > 1 && m < shape.inputs.size(); ++m)
        m_own.emplace_back(std::vector<std::int64_t> { spec.width, shape.outputs }, spec.dropout,
            "own." + std::to_string(m), parameters);
}

at::Tensor McrModel::unimodal(const at::Tensor& embeddings, const ModelInput& input, const Pass& pass) const
{
    const auto& known = input.supervision;
    std::vector<at::Tensor> sums;
    for (std::size_t m = 0; m < m_own.size(); ++m) {
        const auto own = static_cast<std::int64_t>(m);
        sums.push_back(sumsOver(taskLosses(m_own[m].forward(embeddings[own], pass), known.target),
            known.counts * input.present[own].flatten()));
    }
    return at::stack(sums);
}

at::Tensor McrModel::information(
    const at::Tensor& embeddings, const ModelInput& input, const Pass& pass) const
{
    const auto count = embeddings.size(0), batch = embeddings.size(1);
    std::vector<at::Tensor> rows;
    for (std::int64_t m = 0; m < count; ++m) {
        // The value is the embeddings', the gradient that of what each encoder plays for.
        auto share = at::full({ count, 1, 1 }, m_others, embeddings.options().requires_grad(false));
        share[m].fill_(1.0);
        const auto played = embeddings * share + embeddings.detach() * (1.0 - share);
        auto others = played.unbind(0);
        others[static_cast<std::size_t>(m)]
            = played[m].index_select(0, handedRound(input.present[m].flatten(), pass));
        rows.push_back(joined(played));
        rows.push_back(joined(at::stack(others)));
    }
    const auto predicted = m_layers.held(at::cat(rows)).view({ count, 2, batch, -1 });
    std::vector<at::Tensor> sums;
    for (std::int64_t m = 0; m < count; ++m)
        sums.push_back(sumsOver(apart(predicted[m][0], predicted[m][1]), input.present[m].flatten()));
    return at::stack(sums);
}

at::Tensor McrModel::contrast(const at::Tensor& embeddings, const ModelInput& input) const
{
    const auto count = embeddings.size(0), batch = embeddings.size(1);
    const auto there = at::nonzero(input.present.flatten()).flatten();
    const auto vectors = exact(embeddings).reshape({ count * batch, -1 }).index_select(0, there);
    const auto directions = vectors / at::norm(vectors, 2, { 1 }, true).clamp_min(1e-12);
    const auto& target = input.supervision.target;
    const auto kind = (target.dim() == 1 ? target : at::arange(batch, there.options()))
                          .repeat({ count })
                          .index_select(0, there);
    const auto alike = kind.unsqueeze(0) == kind.unsqueeze(1);
    const auto itself = at::eye(there.size(0), there.options()).to(at::kBool);
    const auto similar = at::mm(directions, directions.t()) / m_temperature;
    const auto against = at::logsumexp(similar.masked_fill(alike, kFarAway), { 1 }, true);
    return sumsOver(at::softplus(against - similar), (alike & ~itself).to(similar.scalar_type()));
}

ModelOutput McrModel::forward(const ModelInput& input, const Pass& pass) const
{
    const auto embeddings = m_embeddings.forward(input, pass);
    ModelOutput result;
    result.output = m_layers.forward(dropout(joined(embeddings), m_dropout, pass), pass);
    if (!pass.training || m_own.empty())
        return result;
    if (m_unimodalWeight > 0)
        result.extra.push_back(
            { "unimodal", m_unimodalWeight, unimodal(embeddings, input, pass), sumOfMeans });
    if (m_gameWeight > 0)
        result.extra.push_back(
            { "information", -m_gameWeight, information(embeddings, input, pass), sumOfMeans });
    if (m_contrastWeight > 0)
        result.extra.push_back({ "contrast", m_contrastWeight, contrast(embeddings, input), meanOfRows });
    return result;
}

} // namespace btw::model
