// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/problems.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace btw::data {

namespace {

Problem problem(Severity severity, std::string code, std::string where, const Sentence& what,
    std::string remedy, Concern concern)
{
    return { severity, std::move(where), what.text(), std::move(remedy), std::move(code), what.arguments(),
        std::move(concern) };
}

std::vector<std::string> unlessMany(const std::vector<std::string>& names)
{
    constexpr std::size_t kMost = 20;
    return names.size() <= kMost ? names : std::vector<std::string>();
}

} // namespace

Problem error(std::string code, std::string where, const Sentence& what, std::string remedy, Concern concern)
{
    return problem(
        Severity::Error, std::move(code), std::move(where), what, std::move(remedy), std::move(concern));
}

Problem warning(
    std::string code, std::string where, const Sentence& what, std::string remedy, Concern concern)
{
    return problem(
        Severity::Warning, std::move(code), std::move(where), what, std::move(remedy), std::move(concern));
}

Problem note(std::string code, std::string where, const Sentence& what, std::string remedy)
{
    return problem(Severity::Note, std::move(code), std::move(where), what, std::move(remedy), {});
}

void expectLength(std::vector<Problem>& problems, const std::string& where, std::size_t found,
    std::size_t wanted, const std::string& unit)
{
    if (found != wanted) {
        problems.push_back(
            error("length", where, { "It has {} where {} are expected.", count(found, unit), wanted },
                "Give one " + unit + " for each instance, feature or step that it describes."));
    }
}

void sortBySeverity(std::vector<Problem>& problems)
{
    std::stable_sort(problems.begin(), problems.end(),
        [](const Problem& a, const Problem& b) { return a.severity > b.severity; });
}

Concern drawing()
{
    Concern concern;
    concern.splits = true;
    return concern;
}

Concern leavingOut(const std::vector<std::string>& ids)
{
    Concern concern;
    concern.instances = unlessMany(ids);
    return concern;
}

Concern leavingOutFeatures(const std::string& modality, const std::vector<std::string>& features)
{
    Concern concern;
    concern.modality = modality;
    concern.features = unlessMany(features);
    return concern;
}

std::string count(std::size_t n, const std::string& noun)
{
    return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

std::string listed(const std::vector<std::string>& names)
{
    constexpr std::size_t kAtMost = 3;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < kAtMost; ++i) {
        if (i > 0)
            text += ", ";
        text += names[i];
    }
    if (names.size() > kAtMost)
        text += " and " + std::to_string(names.size() - kAtMost) + " more";
    return text;
}

std::string number(double value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}

} // namespace btw::data
