// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/system.h"

#include "engine/error.h"
#include "engine/spec/trainable.h"
#include "engine/weighting/options.h"

#include <algorithm>

namespace btw::systems {

namespace {

template <class T> bool contains(const std::vector<T>& values, T value)
{
    return std::find(values.begin(), values.end(), value) != values.end();
}

} // namespace

bool SystemInfo::readsGroup(training::Group group) const
{
    // What is trained, and on which rows, is for every system.
    return group == training::Group::Naming || group == training::Group::Splitting || contains(reads, group)
        || ((group == training::Group::Files || group == training::Group::Time)
            && contains(reads, training::Group::Network));
}

std::vector<training::Parameter> SystemInfo::parameters() const
{
    std::vector<training::Parameter> all;
    for (const auto& parameter : training::commonParameters())
        if (readsGroup(parameter.group))
            all.push_back(parameter);
    all.insert(all.end(), own.begin(), own.end());
    return all;
}

std::vector<data::Problem> System::cannotFit(
    const data::Cohort& cohort, const training::ExperimentSpec& spec) const
{
    std::vector<data::Problem> problems;
    const std::string name(info().name);
    if (!contains(info().tasks, cohort.task))
        problems.push_back({ data::Severity::Error, "system " + name,
            std::string("It cannot be trained for ")
                + (cohort.task == Task::Regression ? "regression." : "classification."),
            "Choose another system; `btw systems` lists them.", "system-does-not-fit", { name } });
    for (const auto& modality : cohort.modalities) {
        const bool isUsed = spec.modalities.empty() || contains(spec.modalities, modality.name);
        if (!isUsed || contains(info().inputs, modality.kind))
            continue;
        if (modality.kind == data::ModalityKind::Series)
            problems.push_back(training::irregularSeries(modality, data::Severity::Error,
                "Its values were measured at uneven times, and the system " + name
                    + " needs steps at even times.",
                "Group the times into intervals first (--bin HOURS, a choice while the data is imported, or "
                "a "
                "bin remedy in a recipe), choose another system, e.g. moe, or leave the modality out."));
        else
            problems.push_back({ data::Severity::Error, "modality " + modality.name,
                "The system " + name + " cannot read modalities of this kind.",
                "Choose another system, or leave the modality out.", "system-does-not-fit",
                { name, modality.name } });
    }
    return problems;
}

std::vector<Need> System::needs(const training::ExperimentSpec& /*spec*/) const { return {}; }

std::vector<data::Problem> cannotFit(
    const SystemRegistry& systems, const data::Cohort& cohort, const training::ExperimentSpec& spec)
{
    const auto& system = systems.get(spec.model);
    auto problems = system.cannotFit(cohort, spec);
    for (const auto& need : system.needs(spec))
        for (auto& problem : cannotFit(systems, cohort, need.spec))
            problems.push_back(std::move(problem));
    return problems;
}

std::vector<training::Parameter> System::parametersRead(const training::ExperimentSpec& /*spec*/) const
{
    return info().parameters();
}

std::vector<training::Parameter> parametersByDefault(const System& system)
{
    training::ExperimentSpec spec;
    spec.model = std::string(system.info().name);
    return system.parametersRead(spec);
}

training::ExperimentSpec System::specOf(training::Step /*step*/, const training::ExperimentSpec& spec) const
{
    auto own = spec;
    if (!info().weighted)
        own.variant = weighting::Variant::None;
    return own;
}

void SystemRegistry::add(std::shared_ptr<const System> system)
{
    const auto& info = system->info();
    if (find(info.name) != nullptr)
        throw Error("There are two systems called '" + std::string(info.name) + "'.");
    const auto known = parameters();
    for (const auto& own : info.own)
        if (training::findParameter(known, own.key) != nullptr)
            throw Error("The system '" + std::string(info.name) + "' brings the key '" + std::string(own.key)
                + "', which is there already.");
    m_systems.push_back(std::move(system));
}

const System* SystemRegistry::find(std::string_view name) const
{
    const auto found = std::find_if(
        m_systems.begin(), m_systems.end(), [&](const auto& system) { return system->info().name == name; });
    return found == m_systems.end() ? nullptr : found->get();
}

const System& SystemRegistry::get(std::string_view name) const
{
    if (const auto* system = find(name))
        return *system;
    std::string known;
    for (const auto& system : m_systems)
        known += (known.empty() ? "" : ", ") + std::string(system->info().name);
    throw Error("There is no system '" + std::string(name) + "'; choose one of " + known + ".");
}

std::vector<training::Parameter> SystemRegistry::parameters() const
{
    const auto common = training::commonParameters();
    std::vector<training::Parameter> all(common.begin(), common.end());
    for (const auto& system : m_systems)
        all.insert(all.end(), system->info().own.begin(), system->info().own.end());
    return all;
}

} // namespace btw::systems
