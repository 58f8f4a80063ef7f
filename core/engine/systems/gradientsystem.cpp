// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/gradientsystem.h"

#include "engine/error.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"
#include "engine/weighting/names.h"

#include <algorithm>
#include <utility>

namespace btw::systems {

SystemInfo gradientInfo(std::string_view name, std::string_view title, std::string_view citation)
{
    SystemInfo info;
    info.name = name;
    info.title = title;
    info.citation = citation;
    info.inputs = { data::ModalityKind::Vector, data::ModalityKind::Sequence, data::ModalityKind::Series };
    info.tasks = { Task::Regression, Task::Classification };
    info.byGradient = true;
    return info;
}

GradientSystem::GradientSystem(SystemInfo info, std::shared_ptr<const GradientEngine> engine)
    : m_info(std::move(info))
    , m_engine(std::move(engine))
{
}

std::vector<Need> GradientSystem::needs(const training::ExperimentSpec& spec) const
{
    const auto madeOf = weighting::factsOf(spec.variant).madeOf;
    if (!m_info.weighted || madeOf != weighting::MadeOf::Weights)
        return {};
    auto other = spec;
    other.variant = spec.shuffledVariant;
    other.shuffledVariant = {};
    return { { madeOf, std::move(other) } };
}

std::vector<data::Problem> GradientSystem::encoderProblems(
    const data::Cohort& cohort, const training::ExperimentSpec& spec) const
{
    std::vector<data::Problem> problems;
    try {
        const auto files = training::encoderFiles(spec);
        std::string names;
        for (const auto& modality : cohort.modalities)
            names += (names.empty() ? "" : ", ") + modality.name;
        for (const auto& file : files) {
            const bool isThere = std::any_of(cohort.modalities.begin(), cohort.modalities.end(),
                [&](const auto& modality) { return modality.name == file.modality; });
            if (!isThere)
                problems.push_back({ data::Severity::Error, "encoder_files",
                    "The data has no modality '" + file.modality + "' that a file could encode.",
                    "Write before the file the name of one of its modalities: " + names + ".",
                    "encoder-does-not-fit", {} });
        }
        // Without files LibTorch is not asked, and need not be there.
        if (problems.empty() && !files.empty() && m_engine)
            return m_engine->encoderProblems(cohort, spec);
    } catch (const Error& error) {
        problems.push_back(
            { data::Severity::Error, "encoder_files", error.what(), {}, "encoder-does-not-fit", {} });
    }
    return problems;
}

std::vector<data::Problem> GradientSystem::cannotFit(
    const data::Cohort& cohort, const training::ExperimentSpec& spec) const
{
    auto problems = System::cannotFit(cohort, spec);
    if (m_info.readsGroup(training::Group::Network) && training::hasTransformer(spec)
        && spec.width % training::encoderHeads(spec) != 0)
        problems.push_back({ data::Severity::Error, "encoder_heads",
            std::to_string(training::encoderHeads(spec)) + " heads cannot share a width of "
                + std::to_string(spec.width) + ".",
            "Choose heads that divide the width.", "system-does-not-fit", {} });
    if (m_info.readsGroup(training::Group::Files))
        for (auto& problem : encoderProblems(cohort, spec))
            problems.push_back(std::move(problem));
    const auto variant = training::weightsFrom(spec);
    if (m_info.weighted && !hasCrossFitted() && weighting::factsOf(variant).crossFitted)
        problems.push_back({ data::Severity::Error, "variant",
            "The weighting " + std::string(weighting::toString(variant))
                + " is made of cross-fitted models, which the system " + std::string(m_info.name)
                + " does not have.",
            "Choose another weighting, e.g. btw, or the system moe.", "variant-does-not-fit", {} });
    return problems;
}

const GradientEngine& GradientSystem::engine() const
{
    if (!m_engine)
        throw Error("This part of the program cannot train '" + std::string(m_info.name) + "'.");
    return *m_engine;
}

std::unique_ptr<training::Fitter> GradientSystem::fitter(const data::Cohort& cohort, const Place& place) const
{
    return engine().fitter(cohort, place);
}

std::unique_ptr<training::Predictor> GradientSystem::predictor(
    const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const
{
    return engine().predictor(people, plan, model);
}

} // namespace btw::systems
