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

/// What a training is called in the list. \param cohort null: it is not read yet
QString queuedName(const training::ExperimentSpec& spec, std::uint64_t seed, const data::Cohort* cohort);

} // namespace btw::jobs
