// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/problemlist.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace btw::data {

void ProblemList::error(std::string where, std::string what, std::string remedy, std::vector<Remedy> remedies)
{
    m_problems.push_back(
        { Severity::Error, std::move(where), std::move(what), std::move(remedy), std::move(remedies) });
}

void ProblemList::warn(std::string where, std::string what, std::string remedy, std::vector<Remedy> remedies)
{
    m_problems.push_back(
        { Severity::Warning, std::move(where), std::move(what), std::move(remedy), std::move(remedies) });
}

void ProblemList::note(std::string where, std::string what, std::string remedy)
{
    m_problems.push_back({ Severity::Note, std::move(where), std::move(what), std::move(remedy) });
}

void ProblemList::expectLength(
    const std::string& where, std::size_t found, std::size_t wanted, const std::string& unit)
{
    if (found != wanted) {
        error(where, "It has " + count(found, unit) + " where " + std::to_string(wanted) + " are expected.",
            "Give one " + unit + " for each instance, feature or step that it describes.");
    }
}

std::vector<Problem> ProblemList::take()
{
    std::stable_sort(m_problems.begin(), m_problems.end(),
        [](const Problem& a, const Problem& b) { return a.severity > b.severity; });
    return std::move(m_problems);
}

std::vector<Remedy> drawing() { return { { Remedy::Kind::DrawSplits } }; }

std::vector<Remedy> leavingOut(const std::vector<std::string>& ids)
{
    constexpr std::size_t kMost = 20;
    std::vector<Remedy> remedies;
    for (const std::string& id : ids)
        if (ids.size() <= kMost)
            remedies.push_back({ Remedy::Kind::DropRow, {}, 0, {}, id });
    return remedies;
}

std::vector<Remedy> leavingOutFeatures(const std::string& modality, const std::vector<std::string>& features)
{
    constexpr std::size_t kMost = 20;
    std::vector<Remedy> remedies;
    for (const std::string& feature : features)
        if (features.size() <= kMost)
            remedies.push_back({ Remedy::Kind::DropColumn, {}, 0, feature, modality });
    return remedies;
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
