// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace btw::jobs {

/// One training of the queue, as a list shows it.
struct QueueEntry
{
    std::uint64_t ticket = 0; ///< by which the queue knows it, from when it was asked for; never given twice
    std::int64_t trainingId = 0; ///< in the store; 0 until it is recorded, or where only a run is resumed
    QString name; ///< for people: "btw · seed 2"
    bool isRunning = false; ///< else it waits

    bool operator==(const QueueEntry&) const = default;
};

} // namespace btw::jobs
