// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace btw::jobs {

/// One training of the queue, as a list shows it.
struct QueueEntry
{
    std::uint64_t ticket = 0; ///< by which the queue knows it, from when it was asked for; never given twice
    std::int64_t trainingId = 0; ///< in the store; 0 until it is recorded, or where only a run is resumed
    QString name; ///< for people: "btw · seed 2"
    bool isRunning = false; ///< else it waits
    std::int64_t experimentId = 0; ///< that it is a part of; 0: it stands by itself
    QString experiment = {}; ///< its name

    bool operator==(const QueueEntry&) const = default;
};

/// An experiment's trainings, which the store has already, for the queue.
struct QueuedExperiment
{
    struct Training
    {
        std::int64_t id = 0; ///< in the store
        QString name; ///< for people
    };
    std::int64_t id = 0; ///< in the store
    QString name;
    std::vector<Training> trainings; ///< in the order in which they are to run
};

} // namespace btw::jobs
