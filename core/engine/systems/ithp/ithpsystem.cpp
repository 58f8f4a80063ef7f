// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/ithp/ithpsystem.h"

#include "engine/model/ithpparameters.h"
#include "engine/spec/encoderfiles.h"
#include "engine/systems/gradientsystem.h"

#include <algorithm>
#include <string>
#include <utility>

namespace btw::systems {

namespace {

/// Says of whom a model knows nothing: it predicts from one modality.
class IthpFitter : public training::Fitter
{
public:
    IthpFitter(const data::Cohort& cohort, std::unique_ptr<training::Fitter> fitter)
        : m_cohort(cohort)
        , m_fitter(std::move(fitter))
    {
    }

    training::RunResult train(const training::RunPlan& plan, training::RunControl& control,
        training::RunObserver& observer, const std::optional<std::string>& resumeFrom) override
    {
        if (plan.step != training::Step::Unimodal) {
            std::vector<std::string> names;
            for (const std::size_t m : training::usedModalities(m_cohort, plan))
                names.push_back(m_cohort.modalities[m].name);
            const auto prime = names.at(model::ithpHierarchy(names, plan.spec).front());
            const auto modality = std::find_if(m_cohort.modalities.begin(), m_cohort.modalities.end(),
                [&](const auto& one) { return one.name == prime; });
            if (names.size() > 1 && model::kIthpParameters[0].text(plan.spec).empty())
                observer.onWarning("ithp predicts from " + prime
                    + ", the first of the modalities by name, since none was named. Another one gives "
                      "another "
                      "model (ithp_prime).");
            const auto lacking = std::count(modality->present.begin(), modality->present.end(), 0);
            if (lacking > 0)
                observer.onWarning("ithp predicts from " + prime + " alone, which " + std::to_string(lacking)
                    + " of " + std::to_string(m_cohort.size())
                    + " rows lack: they all get the same prediction. Another modality can be named "
                      "(ithp_prime).");
        }
        return m_fitter->train(plan, control, observer, resumeFrom);
    }

private:
    const data::Cohort& m_cohort;
    std::unique_ptr<training::Fitter> m_fitter;
};

class IthpSystem : public GradientSystem
{
public:
    using GradientSystem::GradientSystem;

    std::unique_ptr<training::Fitter> fitter(const data::Cohort& cohort, const Place& place) const override
    {
        return std::make_unique<IthpFitter>(cohort, GradientSystem::fitter(cohort, place));
    }

    std::vector<data::Problem> cannotFit(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const override
    {
        auto problems = GradientSystem::cannotFit(cohort, spec);
        const auto prime = model::kIthpParameters[0].text(spec);
        std::string known;
        for (const auto& modality : cohort.modalities)
            known += (known.empty() ? "" : ", ") + modality.name;
        const bool isThere = std::any_of(cohort.modalities.begin(), cohort.modalities.end(),
            [&](const auto& modality) { return modality.name == prime; });
        if (!prime.empty() && !isThere)
            problems.push_back({ data::Severity::Error, "ithp_prime",
                "The cohort has no modality '" + prime + "' from which ithp could predict.",
                "Choose one of " + known + ".", "system-does-not-fit", { prime } });
        if (problems.empty())
            return teachersWithFiles(cohort, spec);
        return problems;
    }

private:
    /// The other modalities are told from the prime one as they stand: no encoder of theirs takes part.
    static std::vector<data::Problem> teachersWithFiles(
        const data::Cohort& cohort, const training::ExperimentSpec& spec)
    {
        std::vector<std::string> names = spec.modalities;
        if (names.empty())
            for (const auto& modality : cohort.modalities)
                names.push_back(modality.name);
        const auto prime = names.at(model::ithpHierarchy(names, spec).front());
        std::vector<data::Problem> problems;
        for (const auto& file : training::encoderFiles(spec)) {
            const bool takesPart = std::find(names.begin(), names.end(), file.modality) != names.end();
            if (takesPart && names.size() > 1 && file.modality != prime)
                problems.push_back({ data::Severity::Error, "encoder_files",
                    "ithp encodes its prime modality, " + prime + ", alone; it would not use the file of "
                        + file.modality + ".",
                    "Name " + file.modality
                        + " as the prime one (ithp_prime), leave its file out, or choose another system.",
                    "encoder-does-not-fit", { file.modality } });
        }
        return problems;
    }
};

} // namespace

std::shared_ptr<const System> ithpSystem(const std::shared_ptr<const GradientEngine>& engine)
{
    using training::Group;
    auto info = gradientInfo("ithp", "Hierarchy of information bottlenecks from a prime modality (ITHP)",
        "Xiao et al., Neuro-Inspired Information-Theoretic Hierarchical Perception for Multimodal Learning, "
        "ICLR 2024");
    info.whyUnweighted = "It predicts from one modality; the others only teach, so there is nothing to weigh "
                         "against each other.";
    info.onlyByName = true;
    info.reads = { Group::Missing, Group::Network, Group::Optimisation };
    info.own = model::kIthpParameters;
    return std::make_shared<const IthpSystem>(std::move(info), engine);
}

} // namespace btw::systems
