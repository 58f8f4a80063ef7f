// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/qmf.h"

#include "engine/error.h"
#include "engine/model/qmfparameters.h"
#include "engine/model/rowsums.h"

#include <string>

namespace btw::model {

namespace {

/// Of the released code.
constexpr double kEnergyScale = 0.1;

/// `[2]` sums over the rows that have the modality, each beside the next of them. \param confidence `[B]`
/// \param history `[B]` the modality's losses so far \param present `[B]`
at::Tensor ranking(const at::Tensor& confidence, const at::Tensor& history, const at::Tensor& present)
{
    const auto rows = at::nonzero(present).flatten();
    const auto mine = confidence.index_select(0, rows), before = history.index_select(0, rows);
    const auto difference = before - at::roll(before, -1, 0);
    const auto losses = at::relu(at::sign(difference) * (mine - at::roll(mine, -1, 0)) + difference.abs());
    return sumsOver(losses, at::ones_like(losses));
}

} // namespace

QmfModel::QmfModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_dropout(spec.dropout)
    , m_ranking(kQmfParameters[0].number(spec))
{
    if (shape.outputs < 2)
        throw Error("qmf is confident of classes: it cannot be trained for regression.");
    for (std::size_t m = 0; m < shape.inputs.size(); ++m) {
        const std::string number = std::to_string(m);
        m_encoders.push_back(encoders.create(shape.inputs[m], spec, "encoder." + number, parameters));
        m_opinions.emplace_back(std::vector<std::int64_t> { spec.width, spec.width, shape.outputs },
            spec.dropout, "opinion." + number, parameters);
    }
}

at::Tensor QmfModel::logits(const ModelInput& input, const Pass& pass) const
{
    std::vector<at::Tensor> logits;
    logits.reserve(m_encoders.size());
    for (std::size_t m = 0; m < m_encoders.size(); ++m) {
        const auto embedding = m_encoders[m]->forward(input.modalities[m], input.present.size(1), pass);
        logits.push_back(m_opinions[m].forward(dropout(embedding, m_dropout, pass), pass));
    }
    return exact(at::stack(logits));
}

std::vector<Diagnostic> QmfModel::diagnostics() const
{
    return { { "confidence", { static_cast<std::int64_t>(m_encoders.size()) } } };
}

ModelOutput QmfModel::forward(const ModelInput& input, const Pass& pass) const
{
    const auto opinions = logits(input, pass);
    // A negative one would turn an opinion round.
    const auto confidence
        = kEnergyScale * at::logsumexp(opinions, { 2 }).clamp_min(0.0) * input.present.squeeze(2);
    ModelOutput result;
    // The factors are held constant, as in the released code: else the loss would fall with their mere size.
    result.output = (opinions * confidence.detach().unsqueeze(2)).sum(0);
    if (!pass.training) {
        result.diagnostics.push_back(confidence.t().to(at::kFloat));
        return result;
    }
    const auto& known = input.supervision;
    std::vector<at::Tensor> losses, own, ranked;
    for (std::int64_t m = 0; m < opinions.size(0); ++m) {
        const auto present = input.present[m].flatten();
        losses.push_back(taskLosses(opinions[m], known.target) * present);
        own.push_back(sumsOver(losses.back(), known.counts * present));
        ranked.push_back(ranking(confidence[m], known.history.select(1, m), present));
    }
    result.remembered = at::stack(losses, 1).detach();
    result.extra.push_back({ "unimodal", 1.0, at::stack(own), sumOfMeans });
    if (m_ranking > 0)
        result.extra.push_back({ "ranking", m_ranking, at::stack(ranked), sumOfMeans });
    return result;
}

} // namespace btw::model
