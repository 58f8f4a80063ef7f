// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/i2moe.h"

#include "engine/model/i2moeparameters.h"
#include "engine/model/rowsums.h"

namespace btw::model {

namespace {

/// How far the expert of a modality is to move with it beyond where the others move it.
constexpr double kMargin = 1.0;

/// `[B]`: the distance of two predictions; never where a root has no slope.
at::Tensor distance(const at::Tensor& one, const at::Tensor& other)
{
    return at::norm(one - other + 1e-7, 2, { 1 });
}

/// What an expert says: probabilities, since logits have a direction that says nothing (the same number added
/// to all), in which an expert could be like itself at no cost; or the regression.
at::Tensor said(const at::Tensor& output) { return output.size(1) == 1 ? output : at::softmax(output, 1); }

/// `[B]`: how alike two predictions are, at most 1: the cosine of probabilities; of regressions, one minus
/// their distance, 0 where that is the margin or more.
at::Tensor alike(const at::Tensor& one, const at::Tensor& other)
{
    if (one.size(1) == 1)
        return at::relu(kMargin - distance(one, other));
    const auto length = [](const at::Tensor& x) { return at::norm(x, 2, { 1 }).clamp_min(1e-12); };
    return (one * other).sum(1) / (length(one) * length(other));
}

at::Tensor unlike(const at::Tensor& one, const at::Tensor& other)
{
    return one.size(1) == 1 ? distance(one, other) : 1.0 - alike(one, other);
}

} // namespace

I2moeModel::I2moeModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_modalities(static_cast<std::int64_t>(shape.inputs.size()))
    , m_dropout(spec.dropout)
    , m_interaction(kI2moeParameters[0].number(spec))
    , m_temperature(kI2moeParameters[1].number(spec))
    , m_embeddings(shape, spec, encoders, parameters)
{
    for (std::size_t m = 0; m_modalities > 1 && m < shape.inputs.size(); ++m)
        m_names.push_back("unique_" + shape.inputs[m].name);
    m_names.emplace_back("synergy");
    if (m_modalities > 1)
        m_names.emplace_back("redundancy");
    const auto all = m_modalities * spec.width;
    for (std::size_t k = 0; k < m_names.size(); ++k)
        m_experts.emplace_back(std::vector<std::int64_t> { all, spec.width, spec.width, shape.outputs },
            spec.dropout, "expert." + std::to_string(k), parameters);
    if (m_modalities > 1)
        m_weights.emplace_back(
            std::vector<std::int64_t> { all, spec.width, static_cast<std::int64_t>(m_names.size()) },
            spec.dropout, "weights", parameters);
}

std::vector<Diagnostic> I2moeModel::diagnostics() const
{
    if (m_weights.empty())
        return {};
    return { { "experts", { static_cast<std::int64_t>(m_names.size()) }, m_names } };
}

std::vector<at::Tensor> I2moeModel::replaced(const at::Tensor& embeddings, const Pass& pass) const
{
    auto noise = at::empty(embeddings.sizes(), embeddings.options().requires_grad(false));
    noise.normal_(0.0, 1.0, pass.generator);
    std::vector<at::Tensor> rows { joined(embeddings) };
    for (std::int64_t m = 0; m < m_modalities; ++m) {
        auto parts = embeddings.unbind(0);
        parts[static_cast<std::size_t>(m)] = noise[m];
        rows.push_back(joined(at::stack(parts)));
    }
    const auto all = at::cat(rows);
    std::vector<at::Tensor> predicted;
    predicted.reserve(m_experts.size());
    for (const auto& expert : m_experts)
        predicted.push_back(exact(expert.forward(dropout(all, m_dropout, pass), pass)));
    return predicted;
}

void I2moeModel::interactions(
    const std::vector<at::Tensor>& outputs, const at::Tensor& present, std::vector<ExtraLoss>& extra) const
{
    const auto there = present.squeeze(2).to(outputs.front().scalar_type());
    std::vector<at::Tensor> predicted; // of each expert [1 + M, B, C]
    predicted.reserve(outputs.size());
    for (const auto& output : outputs)
        predicted.push_back(said(output).view({ 1 + m_modalities, present.size(1), -1 }));
    // Who lacks a modality cannot have it taken away.
    std::vector<at::Tensor> unique;
    for (std::int64_t i = 0; i < m_modalities; ++i) {
        const auto& own = predicted[static_cast<std::size_t>(i)];
        const auto moved = distance(own[0], own[1 + i]);
        std::vector<at::Tensor> losses, counted;
        for (std::int64_t j = 0; j < m_modalities; ++j)
            if (j != i) {
                losses.push_back(at::relu(distance(own[0], own[1 + j]) - moved + kMargin));
                counted.push_back(there[i] * there[j]);
            }
        unique.push_back(sumsOver(at::stack(losses), at::stack(counted)));
    }
    const auto overAll = [&](const at::Tensor& own, const auto& loss) {
        std::vector<at::Tensor> losses;
        for (std::int64_t j = 0; j < m_modalities; ++j)
            losses.push_back(loss(own[0], own[1 + j]));
        return sumsOver(at::stack(losses), there);
    };
    const double weight = m_interaction / static_cast<double>(m_experts.size());
    const auto count = static_cast<std::size_t>(m_modalities);
    extra.push_back({ "uniqueness", weight, at::stack(unique), sumOfMeans });
    extra.push_back({ "synergy", weight, overAll(predicted[count], alike), meanOfRows });
    extra.push_back({ "redundancy", weight, overAll(predicted[count + 1], unlike), meanOfRows });
}

ModelOutput I2moeModel::forward(const ModelInput& input, const Pass& pass) const
{
    const auto embeddings = m_embeddings.forward(input, pass);
    const auto all = joined(embeddings);
    ModelOutput result;
    if (m_weights.empty()) {
        result.output = m_experts.front().forward(dropout(all, m_dropout, pass), pass);
        return result;
    }
    std::vector<at::Tensor> predictions; // of each expert [B, C]
    if (pass.training) {
        const auto outputs = replaced(embeddings, pass);
        interactions(outputs, input.present, result.extra);
        for (const auto& one : outputs)
            predictions.push_back(one.narrow(0, 0, embeddings.size(1)));
    } else {
        for (const auto& expert : m_experts)
            predictions.push_back(exact(expert.forward(all, pass)));
    }
    const auto weights = at::softmax(
        exact(m_weights.front().forward(dropout(all, m_dropout, pass), pass)) / m_temperature, 1);
    result.output = (at::stack(predictions, 1) * weights.unsqueeze(2)).sum(1);
    if (!pass.training)
        result.diagnostics.push_back(weights.to(at::kFloat));
    return result;
}

} // namespace btw::model
