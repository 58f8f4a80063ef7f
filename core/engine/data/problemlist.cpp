// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/problemlist.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace btw::data {

void ProblemList::add(Severity severity, std::string code, std::string where, const Sentence& what,
    std::string remedy, Concern concern)
{
    m_problems.push_back({ severity, std::move(where), what.text(), std::move(remedy), std::move(code),
        what.arguments(), std::move(concern) });
}

void ProblemList::error(
    std::string code, std::string where, const Sentence& what, std::string remedy, Concern concern)
{
    add(Severity::Error, std::move(code), std::move(where), what, std::move(remedy), std::move(concern));
}

void ProblemList::warn(
    std::string code, std::string where, const Sentence& what, std::string remedy, Concern concern)
{
    add(Severity::Warning, std::move(code), std::move(where), what, std::move(remedy), std::move(concern));
}

void ProblemList::note(std::string code, std::string where, const Sentence& what, std::string remedy)
{
    add(Severity::Note, std::move(code), std::move(where), what, std::move(remedy), {});
}

void ProblemList::expectLength(
    const std::string& where, std::size_t found, std::size_t wanted, const std::string& unit)
{
    if (found != wanted) {
        error("length", where, { "It has {} where {} are expected.", count(found, unit), wanted },
            "Give one " + unit + " for each instance, feature or step that it describes.");
    }
}

std::vector<Problem> ProblemList::take()
{
    std::stable_sort(m_problems.begin(), m_problems.end(),
        [](const Problem& a, const Problem& b) { return a.severity > b.severity; });
    return std::move(m_problems);
}

Concern drawing()
{
    Concern concern;
    concern.splits = true;
    return concern;
}

namespace {

std::vector<std::string> unlessMany(const std::vector<std::string>& names)
{
    constexpr std::size_t kMost = 20;
    return names.size() <= kMost ? names : std::vector<std::string>();
}

} // namespace

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
