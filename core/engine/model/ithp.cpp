// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/ithp.h"

#include "engine/model/ithpparameters.h"
#include "engine/model/padded.h"
#include "engine/model/rowsums.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace btw::model {

namespace {

std::vector<std::string> namesOf(const ModelShape& shape)
{
    std::vector<std::string> names;
    for (const auto& input : shape.inputs)
        names.push_back(input.name);
    return names;
}

/// Of a bottleneck, whose prior has 0: before anything is learnt an extreme row can ask for more than a
/// float32 holds.
constexpr double kMostLogVariance = 5;

/// What a detector is to find, `[B, D]`, and which numbers of it there are.
struct Features
{
    at::Tensor values;
    at::Tensor known; ///< 1 or 0; undefined: all
};

/// A vector's standardised features; the mean of a sequence's over its steps, of a series' over those at
/// which the feature was measured.
Features features(const ModalityInput& input, std::int64_t batch)
{
    if (!input.batchSizes.defined())
        return { input.values, {} };
    if (!input.observed.defined()) {
        const auto [values, real] = padded(input, batch);
        return { values.sum(1) / real.sum(1, true).clamp_min(1).to(values.scalar_type()), {} };
    }
    auto both = input;
    both.values = at::cat({ input.values * input.observed, input.observed }, 1);
    const auto sums = padded(both, batch).values.sum(1);
    const auto dims = input.values.size(1);
    const auto counts = sums.narrow(1, dims, dims);
    return { sums.narrow(1, 0, dims) / counts.clamp_min(1), (counts > 0).to(sums.scalar_type()) };
}

/// Mean squared error of each row, `[B]`, over the numbers that are known; 0 where none is.
at::Tensor errorOf(const at::Tensor& found, const Features& wanted)
{
    const auto squares = (found - wanted.values).square();
    if (!wanted.known.defined())
        return squares.mean(at::IntArrayRef { 1 });
    return (squares * wanted.known).sum(1) / wanted.known.sum(1).clamp_min(1);
}

} // namespace

IthpModel::IthpModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_parameters(parameters)
    , m_learnedMissing(spec.missing == training::MissingPolicy::Learned)
    , m_dropout(spec.dropout)
{
    const auto order = ithpHierarchy(namesOf(shape), spec);
    const double beta = kIthpParameters[1].number(spec);
    const double gamma = kIthpParameters[2].number(spec);
    const double lambda = kIthpParameters[3].number(spec);
    m_prime = order.front();
    m_encoder = encoders.create(shape.inputs[m_prime], spec, "encoder", parameters);
    if (m_learnedMissing)
        m_missing
            = parameters.normal("missing", { spec.width }, 1.0 / std::sqrt(static_cast<double>(spec.width)));
    auto width = spec.width;
    double share = 2.0 / (beta + gamma);
    for (std::size_t k = 1; k < order.size(); ++k) {
        const auto latent = k == 1 ? spec.width : std::max<std::int64_t>(1, spec.width / 2);
        const std::string number = std::to_string(k);
        const auto target = order[k];
        m_stages.push_back({ target, latent,
            Mlp({ width, 2 * spec.width, 2 * latent }, spec.dropout, "bottleneck." + number, parameters),
            Mlp({ latent, 2 * spec.width, shape.inputs[target].dims }, spec.dropout, "detector." + number,
                parameters),
            share, share * (k == 1 ? beta : gamma) });
        share *= lambda;
        width = latent;
    }
    m_head = std::make_unique<Mlp>(
        std::vector<std::int64_t> { width, spec.width, shape.outputs }, spec.dropout, "head", parameters);
}

at::Tensor IthpModel::prime(const ModelInput& input, const Pass& pass) const
{
    const auto present = input.present.select(0, static_cast<std::int64_t>(m_prime));
    auto embedding = m_encoder->forward(input.modalities[m_prime], input.present.size(1), pass) * present;
    if (m_learnedMissing)
        embedding = embedding + m_parameters[m_missing] * (1.0 - present);
    return embedding;
}

at::Tensor IthpModel::through(const Stage& stage, const std::string& number, const at::Tensor& state,
    const ModelInput& input, const Pass& pass, std::vector<ExtraLoss>& extra) const
{
    const auto both = stage.encoder.forward(state, pass);
    auto mean = both.narrow(1, 0, stage.width);
    if (!pass.training)
        return mean;
    const auto logVariance = at::clamp_max(both.narrow(1, stage.width, stage.width), kMostLogVariance);
    auto noise = at::empty(mean.sizes(), mean.options().requires_grad(false));
    noise.normal_(0.0, 1.0, pass.generator);
    auto drawn = mean + noise * at::exp(logVariance / 2);

    const auto hasPrime = input.present.select(0, static_cast<std::int64_t>(m_prime)).select(1, 0);
    const auto hasTarget = input.present.select(0, static_cast<std::int64_t>(stage.target)).select(1, 0);
    // Divergence and error are means over their numbers, as in the released code, so that their weights do
    // not change with widths.
    const auto divergence
        = -0.5 * (1 + logVariance - mean.square() - at::exp(logVariance)).mean(at::IntArrayRef { 1 });
    const auto error = errorOf(
        stage.detector.forward(drawn, pass), features(input.modalities[stage.target], mean.size(0)));
    extra.push_back({ "kl_" + number, stage.klWeight, sumsOver(divergence, hasPrime), meanOfRows });
    extra.push_back(
        { "detector_" + number, stage.detectorWeight, sumsOver(error, hasPrime * hasTarget), meanOfRows });
    return drawn;
}

ModelOutput IthpModel::forward(const ModelInput& input, const Pass& pass) const
{
    ModelOutput result;
    auto state = prime(input, pass);
    for (std::size_t k = 0; k < m_stages.size(); ++k)
        state = through(m_stages[k], std::to_string(k + 1), state, input, pass, result.extra);
    result.output = m_head->forward(dropout(state, m_dropout, pass), pass);
    return result;
}

} // namespace btw::model
