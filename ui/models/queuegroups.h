// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/queueentry.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::models {

/// Neighbours in the queue that belong to one experiment, or a training that stands by itself.
struct QueueGroup
{
    std::int64_t experimentId = 0; ///< 0: a training by itself
    QString name;
    std::vector<jobs::QueueEntry> entries; ///< one or more

    bool isRunning() const { return entries.front().isRunning; }
    std::size_t waiting() const { return entries.size() - (isRunning() ? 1 : 0); }
    bool operator==(const QueueGroup&) const = default;
};

std::vector<QueueGroup> groupsOf(const std::vector<jobs::QueueEntry>& entries);

/// Tickets of what waits, in the order once the group has moved; empty where it cannot.
/// \param by -1: one place up
std::vector<std::uint64_t> orderAfterMove(const std::vector<QueueGroup>& groups, std::size_t group, int by);

/// The same once some tickets have been dropped before another. \param before 0: at the end
std::vector<std::uint64_t> orderAfterDrop(const std::vector<jobs::QueueEntry>& entries,
    const std::vector<std::uint64_t>& moved, std::uint64_t before);

} // namespace btw::models
