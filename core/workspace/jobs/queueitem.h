// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/queue.h"

#include <optional>

namespace btw::jobs {

/// A place in the list, and how it is trained once its turn comes.
struct Queue::Item
{
    QueueEntry entry;
    bool isRecorded = false; ///< else its turn has not come, wherever it stands
    std::optional<TrainingRequest> request; ///< of one that was asked for here
    qint64 runId = 0; ///< of one that is resumed
};

} // namespace btw::jobs
