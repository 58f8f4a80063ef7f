// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spec/trainable.h"

#include "engine/data/bins.h"
#include "engine/data/cohortcheck.h"
#include "engine/error.h"
#include "engine/weighting/inputscheck.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace btw::training {

std::vector<data::Problem> untrainableModalities(const data::Cohort& cohort)
{
    std::vector<data::Problem> problems;
    for (const data::Modality& modality : cohort.modalities) {
        if (modality.kind != data::ModalityKind::Series)
            continue;
        data::Problem problem { data::Severity::Error, "modality " + modality.name,
            "Its values were measured at uneven times, and no model here can train on those yet.",
            "Group the times into intervals first (--bin HOURS, a button in the window, or a bin remedy in a "
            "recipe), or leave the modality out.",
            "irregular-series", { modality.name } };
        problem.concern.modality = modality.name;
        problem.concern.bins = data::suitableBins(modality);
        problems.push_back(std::move(problem));
    }
    return problems;
}

std::vector<data::Problem> canTrain(const data::Cohort& cohort)
{
    std::vector<data::Problem> problems = data::checkCohort(cohort);
    if (std::any_of(problems.begin(), problems.end(), [](const auto& one) { return one.code == "length"; }))
        return problems; // nothing can be indexed then
    std::vector<data::Problem> more = untrainableModalities(cohort);
    problems.insert(
        problems.begin(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return problems;
}

std::vector<data::Problem> canTrain(Task task, const ExperimentSpec& spec)
{
    try {
        weighting::checkVariant(weightsFrom(spec), task);
    } catch (const Error& error) {
        return { { data::Severity::Error, "variant", error.what(), "Choose another variant.",
            "variant-does-not-fit" } };
    }
    if (spec.variant == weighting::Variant::Shuffled
        && (weightsFrom(spec) == weighting::Variant::Shuffled
            || weightsFrom(spec) == weighting::Variant::None))
        return { { data::Severity::Error, "shuffled_variant", "There are no weights of its own to shuffle.",
            "Choose a weighting, e.g. btw.", "variant-does-not-fit" } };
    return {};
}

std::vector<data::Problem> canTrain(const data::Cohort& cohort, const ExperimentSpec& spec)
{
    std::vector<data::Problem> problems = canTrain(cohort.task, spec);
    for (data::Problem& problem : canTrain(cohort))
        problems.push_back(std::move(problem));
    return problems;
}

} // namespace btw::training
