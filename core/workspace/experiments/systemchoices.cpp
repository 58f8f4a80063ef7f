// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/systemchoices.h"

#include <algorithm>

namespace btw::experiments {

namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

std::vector<SystemChoice> systemChoices(const data::Cohort& cohort, const systems::SystemRegistry& systems)
{
    std::vector<SystemChoice> choices;
    choices.reserve(systems.all().size());
    for (const auto& system : systems.all()) {
        const auto& info = system->info();
        SystemChoice choice { textOf(info.name), textOf(info.title), info.weighted, info.onlyByName, {} };
        auto spec = training::presetSpec("small-cohort", cohort.size());
        spec.model = info.name;
        spec.variant = weighting::Variant::None;
        const auto problems = systems::cannotFit(systems, cohort, spec);
        const auto error = std::find_if(problems.begin(), problems.end(),
            [](const data::Problem& problem) { return problem.severity == data::Severity::Error; });
        if (error != problems.end())
            choice.reason = QString::fromStdString(error->what);
        choices.push_back(std::move(choice));
    }
    return choices;
}

} // namespace btw::experiments
