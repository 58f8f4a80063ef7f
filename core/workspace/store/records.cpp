// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/records.h"

#include <array>
#include <set>

namespace btw::store {
namespace {

constexpr std::array kStatus { "queued", "running", "paused", "stopped", "interrupted", "failed",
    "finished" };

constexpr std::array kRoles { "unimodal", "baseline", "pool", "cross-fit", "weights" }; // as enumerated

} // namespace

QString roleName(RunInput::Role role) { return QLatin1String(kRoles.at(static_cast<std::size_t>(role))); }

std::optional<RunInput::Role> parseRole(const QString& name)
{
    for (std::size_t i = 0; i < kRoles.size(); ++i)
        if (name == QLatin1String(kRoles.at(i)))
            return static_cast<RunInput::Role>(i);
    return std::nullopt;
}

QString statusName(RunStatus status)
{
    return QString::fromLatin1(kStatus.at(static_cast<std::size_t>(status)));
}

std::optional<RunStatus> parseStatus(const QString& name)
{
    for (std::size_t i = 0; i < kStatus.size(); ++i) {
        if (name == QLatin1String(kStatus.at(i)))
            return static_cast<RunStatus>(i);
    }
    return std::nullopt;
}

std::size_t distinctGroups(const CohortRecord& cohort, const std::vector<std::size_t>& rows)
{
    if (cohort.groups.empty())
        return 0;
    std::set<std::string> groups;
    for (const auto row : rows)
        groups.insert(cohort.groups[row]);
    return groups.size();
}

std::size_t peopleOf(const CohortRecord& cohort, const std::vector<std::size_t>& rows)
{
    return cohort.groups.empty() ? rows.size() : distinctGroups(cohort, rows);
}

} // namespace btw::store
