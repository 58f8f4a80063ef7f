// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/queuegroups.h"

#include <algorithm>
#include <utility>

namespace btw::models {

std::vector<QueueGroup> groupsOf(const std::vector<jobs::QueueEntry>& entries)
{
    std::vector<QueueGroup> groups;
    for (const auto& entry : entries) {
        const bool isNext
            = !groups.empty() && entry.experimentId != 0 && groups.back().experimentId == entry.experimentId;
        if (!isNext)
            groups.push_back(
                { entry.experimentId, entry.experimentId == 0 ? entry.name : entry.experiment, {} });
        groups.back().entries.push_back(entry);
    }
    return groups;
}

std::vector<std::uint64_t> orderAfterMove(const std::vector<QueueGroup>& groups, std::size_t group, int by)
{
    const auto to = static_cast<std::ptrdiff_t>(group) + by;
    if (group >= groups.size() || to < 0 || to >= static_cast<std::ptrdiff_t>(groups.size())
        || groups[group].waiting() == 0 || groups[static_cast<std::size_t>(to)].waiting() == 0)
        return {};
    auto order = groups;
    // What runs stays where it is, whatever its group does.
    std::swap(order[group], order[static_cast<std::size_t>(to)]);
    std::vector<std::uint64_t> tickets;
    for (const auto& one : order)
        for (const auto& entry : one.entries)
            if (!entry.isRunning)
                tickets.push_back(entry.ticket);
    return tickets;
}

std::vector<std::uint64_t> orderAfterDrop(const std::vector<jobs::QueueEntry>& entries,
    const std::vector<std::uint64_t>& moved, std::uint64_t before)
{
    const auto isMoved
        = [&](std::uint64_t ticket) { return std::find(moved.begin(), moved.end(), ticket) != moved.end(); };
    std::vector<std::uint64_t> tickets, dropped;
    for (const auto& entry : entries)
        if (!entry.isRunning && isMoved(entry.ticket))
            dropped.push_back(entry.ticket);
    bool isPlaced = false;
    for (const auto& entry : entries) {
        if (entry.ticket == before && !isMoved(before)) {
            tickets.insert(tickets.end(), dropped.begin(), dropped.end());
            isPlaced = true;
        }
        if (!entry.isRunning && !isMoved(entry.ticket))
            tickets.push_back(entry.ticket);
    }
    if (!isPlaced)
        tickets.insert(tickets.end(), dropped.begin(), dropped.end());
    return tickets;
}

} // namespace btw::models
