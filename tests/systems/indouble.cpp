// SPDX-License-Identifier: GPL-3.0-or-later
#include "indouble.h"

#include "engine/model/rowsums.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

using namespace btw;

InDouble::InDouble(training::ModelRun& run, const training::Batches& batches, const training::RunPlan& plan,
    const std::vector<float>& weights, std::int64_t epoch, const at::Tensor& history, HeldConstant& held)
    : m_held(held)
    , m_used(training::usedModalities(batches.cohort(), plan))
    , m_parameters(at::detail::createCPUGenerator(1), at::kDouble)
    , m_model(
          training::createModel(model::builtinModels(), plan, batches.shape(m_used), at::kCPU, m_parameters))
    // As ModelRun::trainEpoch() has it from here on.
    , m_generator(at::detail::createCPUGenerator(run.generator().current_seed()))
{
    const at::NoGradGuard noGradient;
    for (std::size_t id = 0; id < m_parameters.names().size(); ++id)
        m_parameters[id].copy_(run.parameters()[id]);

    const auto& cohort = batches.cohort();
    const auto trained = std::count(cohort.splits.begin(), cohort.splits.end(), Split::Train);
    const auto order = at::randperm(trained, m_generator, at::TensorOptions(at::kLong));
    for (std::int64_t from = 0; from < trained; from += plan.spec.batch) {
        if (from > 0)
            m_before = m_model->forward(m_input, { true, m_generator }).extra;
        const auto* first = order.data_ptr<std::int64_t>() + from;
        const std::vector<std::int64_t> rows(first, first + std::min(plan.spec.batch, trained - from));
        m_input = input(batches, rows, weights);
        auto& known = m_input.supervision;
        known.epoch = epoch;
        known.target = batches.target(rows);
        if (known.target.is_floating_point())
            known.target = known.target.to(at::kDouble);
        known.counts = at::ones({ static_cast<std::int64_t>(rows.size()) }, at::kDouble);
        for (std::size_t i = 0; plan.spec.classWeights && i < rows.size(); ++i) {
            const auto label = cohort.y[static_cast<std::size_t>(rows[i])];
            const auto alike = std::count(cohort.y.begin(), cohort.y.begin() + trained, label);
            known.counts[static_cast<std::int64_t>(i)] = static_cast<double>(trained)
                / static_cast<double>(alike * static_cast<std::int64_t>(cohort.classCount()));
        }
        if (history.defined())
            known.history = (history / history.amax(0, true).clamp_min(1e-12))
                                .index_select(0, at::tensor(rows, at::kLong))
                                .to(at::kDouble);
    }
    m_state = m_generator.get_state();
}

model::ModelInput InDouble::input(const training::Batches& batches, const std::vector<std::int64_t>& rows,
    const std::vector<float>& weights) const
{
    auto input = batches.input(rows, m_used);
    if (!weights.empty())
        input.weights = batches.weights(batches.weightTable(weights), rows, m_used);
    std::vector<at::Tensor*> all { &input.present, &input.weights };
    for (auto& modality : input.modalities)
        for (auto* one : { &modality.values, &modality.times, &modality.observed })
            all.push_back(one);
    for (auto* one : all)
        if (one->defined())
            *one = one->to(at::kDouble);
    return input;
}

at::Tensor InDouble::loss(bool first)
{
    m_generator.set_state(m_state); // the same noise every time
    auto& known = m_input.supervision;
    known.first = first;
    const auto out = m_model->forward(m_input, { true, m_generator });
    auto sum = first
        ? at::zeros({}, at::kDouble)
        : (model::taskLosses(out.output, known.target) * known.counts).sum() / known.counts.sum();
    for (std::size_t i = 0; i < out.extra.size(); ++i) {
        const auto& extra = out.extra[i];
        const auto sums = extra.withPrevious ? extra.sums + m_before.at(i).sums : extra.sums;
        sum = sum + extra.value(sums) * extra.weight;
    }
    return sum;
}

std::vector<at::Tensor> InDouble::gradients(bool first)
{
    m_parameters.zeroGradients();
    m_held.beginFirst();
    const auto objective = loss(first);
    m_held.end();
    objective.backward();
    std::vector<at::Tensor> all;
    for (std::size_t id = 0; id < m_parameters.names().size(); ++id)
        all.push_back(m_parameters.gradient(id).clone());
    return all;
}

double InDouble::slope(model::Parameters::Id id, const at::Tensor& along, double step, bool first)
{
    const at::NoGradGuard noGradient;
    const auto here = m_parameters[id].clone();
    double difference = 0;
    for (const double side : { step, -step }) {
        m_parameters[id].copy_(here + along * side);
        m_held.beginLater();
        difference += loss(first).item<double>() / side;
        m_held.end();
    }
    m_parameters[id].copy_(here);
    return difference / 2;
}

bool InDouble::isOfFirstStage(model::Parameters::Id id)
{
    const auto at = m_parameters[id].storage_offset() - m_parameters.values().storage_offset();
    const auto& groups = m_parameters.rateGroups();
    return std::any_of(groups.begin(), groups.end(),
        [&](const auto& group) { return group.first && group.from <= at && at < group.to; });
}
