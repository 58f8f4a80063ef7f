// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/runweights.h"

#include "engine/error.h"
#include "engine/weighting/names.h"
#include "engine/weighting/shuffle.h"

#include <algorithm>

namespace btw::training {

namespace {

using weighting::MadeOf;
using weighting::Variant;

/// `[N, used]`
std::vector<std::uint8_t> presence(const data::Cohort& cohort, const std::vector<std::size_t>& used)
{
    std::vector<std::uint8_t> present;
    present.reserve(cohort.size() * used.size());
    for (std::size_t i = 0; i < cohort.size(); ++i)
        for (const std::size_t m : used)
            present.push_back(cohort.modalities[m].present[i]);
    return present;
}

/// How far late fusion believes each of these modalities.
std::vector<double> believed(
    const data::Cohort& cohort, const std::vector<std::size_t>& used, const Given& pool)
{
    std::vector<double> all;
    for (const std::size_t m : used) {
        const auto& modality = cohort.modalities[m];
        const auto found = std::find_if(pool.believed.begin(), pool.believed.end(),
            [&](const HeldOutWeight& one) { return one.modality == modality.name; });
        if (found == pool.believed.end())
            throw Error("Late fusion has no weight for modality '" + modality.name + "': train it again.",
                Error::Kind::Work);
        all.push_back(found->c);
    }
    return all;
}

/// `[N, used]` of weights `[N, all]`.
std::vector<float> ofUsed(
    const std::vector<float>& weights, std::size_t instances, const std::vector<std::size_t>& used)
{
    const std::size_t all = weights.size() / instances;
    std::vector<float> some;
    for (std::size_t i = 0; i < instances; ++i)
        for (const std::size_t m : used)
            some.push_back(weights[i * all + m]);
    return some;
}

weighting::Options optionsOf(const ExperimentSpec& spec, weighting::Where where)
{
    weighting::Options options;
    options.variant = spec.variant;
    options.variance = spec.variance;
    // A model that had not seen a row says nothing of a modality that the row lacks.
    options.mi = weighting::factsOf(weightsFrom(spec)).crossFitted ? weighting::MiPolicy::Present : spec.mi;
    if (weighting::factsOf(spec.variant).divergence)
        options.calibrate = spec.calibrate;
    options.rescale = spec.rescale;
    options.where = where;
    return options;
}

weighting::Inputs inputsOf(
    const data::Cohort& cohort, const std::vector<std::size_t>& used, const RunPlan& plan)
{
    weighting::Inputs in;
    in.task = cohort.task;
    for (const std::size_t m : used)
        in.modalities.push_back(cohort.modalities[m].name);
    in.ids = cohort.ids;
    in.y = cohort.y;
    in.splits = cohort.splits;
    in.present = presence(cohort, used);
    in.unimodal = plan.unimodal;
    if (plan.spec.variant == Variant::HeldOut)
        in.believed = believed(cohort, used, givenAs(plan, MadeOf::Pool));
    if (plan.spec.variant == Variant::Shuffled)
        in.weights
            = weighting::shuffledWeights(ofUsed(givenAs(plan, MadeOf::Weights).weights, cohort.size(), used),
                in.present, in.splits, plan.seed);
    return in;
}

} // namespace

RunWeights::RunWeights(const data::Cohort& cohort, const RunPlan& plan, weighting::Where where)
    : RunWeights(cohort, usedModalities(cohort, plan), plan, where)
{
}

RunWeights::RunWeights(const data::Cohort& cohort, const std::vector<std::size_t>& used, const RunPlan& plan,
    weighting::Where where)
    : m_weigher(inputsOf(cohort, used, plan), optionsOf(plan.spec, where))
    , m_smoother(cohort.task, plan.spec.alpha, plan.spec.alphaStep, plan.spec.update, cohort.size(),
          used.size(), presence(cohort, used))
{
    if (facts().fixed)
        m_smoother.hold(m_weigher.fixedWeights());
    if (facts().madeOf == MadeOf::CrossFit) {
        m_crossFit = &givenAs(plan, MadeOf::CrossFit).predictions;
        m_constant = m_weigher.compute(*m_crossFit, weighting::Extent::WeightsOnly);
    }
}

std::vector<std::string> RunWeights::warnings() const
{
    std::vector<std::string> all;
    if (m_weigher.readsInformation())
        all = m_constant ? m_constant->warnings : m_weigher.warnings();
    if (m_weigher.options().calibrate == weighting::Calibrate::Temperature
        && m_weigher.inputs().task == Task::Regression)
        all.emplace_back("calibrate=temperature changes nothing here: a predicted number is as sure as its "
                         "variance says, which comes from validation rows already.");
    const auto& believed = m_weigher.inputs().believed;
    if (!believed.empty() && std::all_of(believed.begin(), believed.end(), [](double c) { return c <= 0; }))
        all.emplace_back("Late fusion believes no modality: every one has weight 1, as in the baseline.");
    return all;
}

std::vector<float> RunWeights::inForce(const std::vector<std::size_t>& used, std::size_t all) const
{
    auto some = m_smoother.weights();
    if (used.size() == all)
        return some;
    std::vector<float> spread(some.size() / used.size() * all, 0.0F);
    for (std::size_t i = 0; i < some.size(); ++i)
        spread[i / used.size() * all + used[i % used.size()]] = some[i];
    return spread;
}

void RunWeights::endEpoch(double metric, const Predictions& predictions)
{
    if (facts().fixed)
        return;
    if (!m_smoother.needsUpdate(metric)) {
        m_smoother.update(metric, nullptr);
        return;
    }
    if (m_constant) {
        m_smoother.update(metric, &*m_constant);
        return;
    }
    const auto fresh = m_weigher.compute(predictions, weighting::Extent::WeightsOnly);
    m_smoother.update(metric, &fresh);
}

weighting::SettlingBase RunWeights::base(const RunResult& best, const std::vector<std::size_t>& used) const
{
    return { m_weigher, m_crossFit == nullptr ? best.predictions : *m_crossFit,
        ofUsed(best.weights, m_weigher.instances(), used) };
}

} // namespace btw::training
