// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spec/trainable.h"

#include "engine/data/bins.h"
#include "engine/data/cohortcheck.h"
#include "engine/error.h"
#include "engine/weighting/inputscheck.h"

#include <algorithm>
#include <utility>

namespace btw::training {

data::Problem irregularSeries(
    const data::Modality& modality, data::Severity severity, std::string what, std::string remedy)
{
    data::Problem problem { severity, "modality " + modality.name, std::move(what), std::move(remedy),
        "irregular-series", { modality.name } };
    problem.concern.modality = modality.name;
    problem.concern.bins = data::suitableBins(modality);
    return problem;
}

std::vector<data::Problem> canTrain(const data::Cohort& cohort)
{
    std::vector<data::Problem> problems = data::checkCohort(cohort);
    if (std::any_of(problems.begin(), problems.end(), [](const auto& one) { return one.code == "length"; }))
        return problems; // nothing can be indexed then
    for (const data::Modality& modality : cohort.modalities)
        if (modality.kind == data::ModalityKind::Series)
            problems.push_back(irregularSeries(modality, data::Severity::Note,
                "Its values were measured at uneven times, which models take as they are, by attention to "
                "time.",
                "Nothing needs to be done. Grouped into intervals (--bin HOURS, or a choice while the data "
                "is imported), it is a sequence of steps, which an encoder from a file takes, too."));
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
