// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/tmc.h"

#include "engine/error.h"
#include "engine/model/rowsums.h"
#include "engine/model/tmcparameters.h"

#include <algorithm>
#include <string>

namespace btw::model {

namespace {

/// `[V, B]`: E[-log p_y] where p is drawn from Dirichlet(alpha). \param isLabel `[B, K]` 1 at the label
at::Tensor expectedLoss(const at::Tensor& alpha, const at::Tensor& isLabel)
{
    return (isLabel * (at::digamma(alpha.sum(-1, true)) - at::digamma(alpha))).sum(-1);
}

/// `[V, B]`: KL of Dirichlet(alpha), without the evidence for the label, from the uniform Dirichlet.
at::Tensor wrongEvidence(const at::Tensor& alpha, const at::Tensor& isLabel)
{
    const auto wrong = isLabel + (1.0 - isLabel) * alpha;
    const auto total = wrong.sum(-1, true);
    const auto classes
        = at::full({}, static_cast<double>(alpha.size(-1)), alpha.options().requires_grad(false));
    return at::lgamma(total).squeeze(-1) - at::lgamma(classes)
        + ((wrong - 1.0) * (at::digamma(wrong) - at::digamma(total)) - at::lgamma(wrong)).sum(-1);
}

} // namespace

TmcModel::TmcModel(const ModelShape& shape, const training::ExperimentSpec& spec,
    const EncoderRegistry& encoders, Parameters& parameters)
    : m_dropout(spec.dropout)
    , m_annealing(kTmcParameters[0].number(spec))
{
    if (shape.outputs < 2)
        throw Error("tmc gives evidence for classes: it cannot be trained for regression.");
    for (std::size_t m = 0; m < shape.inputs.size(); ++m) {
        const std::string number = std::to_string(m);
        m_encoders.push_back(encoders.create(shape.inputs[m], spec, "encoder." + number, parameters));
        m_opinions.emplace_back(std::vector<std::int64_t> { spec.width, spec.width, shape.outputs },
            spec.dropout, "opinion." + number, parameters);
    }
    if (shape.inputs.size() > 1 && kTmcParameters[1].boolean(spec))
        m_opinions.emplace_back(
            std::vector<std::int64_t> {
                static_cast<std::int64_t>(shape.inputs.size()) * spec.width, spec.width, shape.outputs },
            spec.dropout, "opinion.all", parameters);
}

at::Tensor TmcModel::evidence(const ModelInput& input, const Pass& pass) const
{
    std::vector<at::Tensor> embeddings, evidence;
    for (std::size_t m = 0; m < m_encoders.size(); ++m) {
        const auto present = input.present[static_cast<std::int64_t>(m)];
        embeddings.push_back(m_encoders[m]->forward(input.modalities[m], present.size(0), pass) * present);
        evidence.push_back(m_opinions[m].forward(dropout(embeddings[m], m_dropout, pass), pass));
    }
    auto there = input.present;
    if (m_opinions.size() > m_encoders.size()) {
        evidence.push_back(m_opinions.back().forward(dropout(at::cat(embeddings, 1), m_dropout, pass), pass));
        there = at::cat({ there, there.amax(0, true) });
    }
    return at::softplus(exact(at::stack(evidence))) * there;
}

std::vector<Diagnostic> TmcModel::diagnostics() const
{
    return { { "certainty", { static_cast<std::int64_t>(m_encoders.size()) } } };
}

ModelOutput TmcModel::forward(const ModelInput& input, const Pass& pass) const
{
    const auto given = evidence(input, pass);
    const auto classes = static_cast<double>(given.size(2));
    const auto alpha = 1.0 + classes * at::expm1(at::log1p(given / classes).sum(0));
    ModelOutput result;
    result.output = at::log(alpha);
    if (!pass.training) {
        const auto total = given.sum(-1).narrow(0, 0, static_cast<std::int64_t>(m_encoders.size()));
        result.diagnostics.push_back((total / (total + classes)).t().to(at::kFloat)); // 1 - K / S
        return result;
    }

    // Evidence multiplies: in float the logarithms of its gamma functions would keep few digits.
    const auto& known = input.supervision;
    const auto views = (given + 1.0).to(at::kDouble), joint = alpha.to(at::kDouble);
    const auto isLabel = at::one_hot(known.target, given.size(2)).to(at::kDouble);
    const auto there = (given.sum(-1) > 0).to(at::kDouble); // softplus is 0 for nobody
    // The task's loss is log(sum(alpha)) - log(alpha_y); with this it becomes that of the paper.
    const auto paper
        = expectedLoss(joint, isLabel) - (isLabel * (at::log(joint.sum(-1, true)) - at::log(joint))).sum(-1);
    const auto losses = paper + (there * expectedLoss(views, isLabel)).sum(0);
    const auto wrong = wrongEvidence(joint, isLabel) + (there * wrongEvidence(views, isLabel)).sum(0);
    const auto sums
        = [&](const at::Tensor& perRow) { return sumsOver(perRow, known.counts).to(given.scalar_type()); };
    result.extra.push_back({ "evidence", 1.0, sums(losses), meanOfRows });
    result.extra.push_back({ "wrong_evidence", std::min(1.0, static_cast<double>(known.epoch) / m_annealing),
        sums(wrong), meanOfRows });
    return result;
}

} // namespace btw::model
