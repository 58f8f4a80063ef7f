// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/mmim.h"

#include "engine/model/mmimparameters.h"
#include "engine/model/rowsums.h"

#include <string>

namespace btw::model {

namespace {

/// Added to a variance, so that a group of rows that are all but the same has an entropy.
constexpr double kLeastVariance = 1e-3;

/// Of the sums of each modality's groups of rows, `[M, G, 1 + 2 d]`: how many rows, their embeddings and the
/// squares of these. The sum over the modalities of the mean over the groups of at least two rows of the
/// entropy of a Gaussian of as many independent numbers, a number, without its constant.
at::Tensor entropyOf(const at::Tensor& sums)
{
    const auto width = (sums.size(2) - 1) / 2;
    const auto rows = sums.narrow(2, 0, 1).clamp_min(1.0);
    const auto mean = sums.narrow(2, 1, width) / rows;
    const auto variance = sums.narrow(2, 1 + width, width) / rows - mean.square();
    const auto counted = (sums.select(2, 0) > 1.5).to(sums.scalar_type());
    const auto entropies
        = 0.5 * at::log(variance.clamp_min(0.0) + kLeastVariance).mean(at::IntArrayRef { 2 });
    return ((entropies * counted).sum(1) / counted.sum(1).clamp_min(1.0)).sum();
}

at::Tensor direction(const at::Tensor& x) { return x / at::norm(x, 2, { 1 }, true).clamp_min(1e-12); }

} // namespace

MmimModel::MmimModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_parameters(parameters)
    , m_dropout(spec.dropout)
    , m_between(kMmimParameters[0].number(spec))
    , m_fusion(kMmimParameters[1].number(spec))
    , m_groups(shape.outputs == 1 ? 2 : shape.outputs)
    , m_embeddings(shape, spec, encoders, parameters)
{
    const auto count = static_cast<std::int64_t>(shape.inputs.size()), d = spec.width;
    m_weight1 = parameters.xavier("joined.1.weight", { count * d, d });
    m_bias1 = parameters.constant("joined.1.bias", { d }, 0.0);
    m_weight2 = parameters.xavier("joined.2.weight", { d, d });
    m_bias2 = parameters.constant("joined.2.bias", { d }, 0.0);
    m_weight3 = parameters.xavier("joined.3.weight", { d, shape.outputs });
    m_bias3 = parameters.constant("joined.3.bias", { shape.outputs }, 0.0);
    const auto first = parameters.names().size();
    for (std::int64_t from = 0; from < count; ++from)
        for (std::int64_t to = 0; to < count; ++to)
            if (from != to)
                m_pairs.push_back({ from, to,
                    Mlp({ d, d, 2 * d }, spec.dropout,
                        "between." + std::to_string(from) + "." + std::to_string(to), parameters) });
    for (auto id = first; m_between > 0 && id < parameters.names().size(); ++id)
        parameters.setFirstStage(id);
    for (std::int64_t m = 0; count > 1 && m < count; ++m)
        m_guesses.emplace_back(
            std::vector<std::int64_t> { d, d }, spec.dropout, "guess." + std::to_string(m), parameters);
}

at::Tensor MmimModel::likelihood(
    const at::Tensor& embeddings, const at::Tensor& present, const Pass& pass, bool fits) const
{
    const auto width = embeddings.size(2);
    std::vector<at::Tensor> made, wanted, counted;
    for (const auto& pair : m_pairs) {
        const auto& x = embeddings[pair.from];
        made.push_back(fits ? pair.gaussian.forward(x, pass) : pair.gaussian.held(x, pass));
        wanted.push_back(embeddings[pair.to]);
        counted.push_back((present[pair.from] * present[pair.to]).flatten());
    }
    const auto both = exact(at::stack(made)); // [pairs, B, 2 d]
    const auto logVariance = at::tanh(both.narrow(2, width, width));
    const auto error = (both.narrow(2, 0, width) - at::stack(wanted)).square();
    // Means over the numbers of an embedding, so that the weight does not change with its width.
    const auto told = -0.5 * (error * at::exp(-logVariance) + logVariance).mean(at::IntArrayRef { 2 });
    const auto counts = at::stack(counted).to(told.scalar_type());
    return at::stack({ (told * counts).sum(1), counts.sum(1) }, 1); // sumsOver() of each pair
}

at::Tensor MmimModel::entropy(const at::Tensor& embeddings, const ModelInput& input) const
{
    const auto& target = input.supervision.target;
    const auto group = target.dim() == 1 ? target : (target.flatten() > 0).to(at::kLong);
    const auto belongs = at::one_hot(group, m_groups).to(at::kDouble).unsqueeze(0)
        * input.present.to(at::kDouble); // [M, B, G]
    const auto values = embeddings.to(at::kDouble);
    const auto ones = at::ones({ values.size(0), values.size(1), 1 }, values.options().requires_grad(false));
    return at::bmm(belongs.transpose(1, 2), at::cat({ ones, values, values.square() }, 2));
}

at::Tensor MmimModel::prediction(
    const at::Tensor& embeddings, const at::Tensor& fusion, const at::Tensor& present, const Pass& pass) const
{
    std::vector<at::Tensor> sums;
    for (std::size_t m = 0; m < m_guesses.size(); ++m) {
        const auto own = static_cast<std::int64_t>(m);
        const auto rows = at::nonzero(present[own].flatten()).flatten();
        const auto there = exact(embeddings[own]).index_select(0, rows);
        const auto guessed = exact(m_guesses[m].forward(fusion, pass)).index_select(0, rows);
        const auto similar = at::mm(direction(there), direction(guessed).t());
        const auto losses = at::logsumexp(similar, { 1 }) - similar.diagonal();
        sums.push_back(sumsOver(losses, at::ones_like(losses)));
    }
    return at::stack(sums);
}

ModelOutput MmimModel::firstStage(const ModelInput& input, const Pass& pass) const
{
    at::Tensor embeddings;
    {
        const at::NoGradGuard held;
        embeddings = m_embeddings.forward(input, pass);
    }
    ModelOutput fitted;
    fitted.extra.push_back(
        { "likelihood", -m_between, likelihood(embeddings, input.present, pass, true), sumOfMeans, true });
    return fitted;
}

ModelOutput MmimModel::forward(const ModelInput& input, const Pass& pass) const
{
    const auto& p = m_parameters;
    if (input.supervision.first)
        return firstStage(input, pass);
    const auto embeddings = m_embeddings.forward(input, pass);
    const auto all = dropout(joined(embeddings), m_dropout, pass);
    const auto fusion
        = at::tanh(linear(at::tanh(linear(all, p[m_weight1], p[m_bias1])), p[m_weight2], p[m_bias2]));
    ModelOutput result;
    result.output = linear(fusion, p[m_weight3], p[m_bias3]);
    if (!pass.training || m_guesses.empty())
        return result;
    if (m_between > 0) {
        // Each modality is told from each of the others.
        const auto others = static_cast<double>(m_guesses.size() - 1);
        result.extra.push_back({ "likelihood", -m_between, likelihood(embeddings, input.present, pass, false),
            sumOfMeans, true });
        result.extra.push_back(
            { "entropy", -m_between * others, entropy(embeddings, input), entropyOf, false, true });
    }
    if (m_fusion > 0)
        result.extra.push_back(
            { "prediction", m_fusion, prediction(embeddings, fusion, input.present, pass), sumOfMeans });
    return result;
}

} // namespace btw::model
