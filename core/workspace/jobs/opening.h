// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/queueentry.h"

#include <cstdint>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::jobs {

/// Opens the test figures of an experiment where each of its trainings has ended, or failed.
/// \returns whether they are open now, by this or before
bool openIfOver(store::Store& store, std::int64_t experimentId);

/// The same for every experiment that has one of the trainings.
void openEndedExperiments(store::Store& store, const std::vector<std::int64_t>& trainingIds);

/// The experiment that a training belongs to and whose test figures nobody has opened, or 0: the training's
/// open with that one's, whoever asks for it by itself.
std::int64_t hiddenBy(const store::Store& store, std::int64_t trainingId);

/// Gives up what was stopped, could not be begun or was cancelled, and opens the test figures of the others:
/// a look, which is recorded with the trainings that it was opened without.
/// \throws btw::Error (Kind::Input) where something of it waits or runs, or nothing has ended
void openWithout(store::Store& store, std::int64_t experimentId);

/// Queues again, in this process's name, what of an experiment was stopped, cancelled, failed or could not be
/// begun. \returns those, to be trained; none where nothing is left to be done
QueuedExperiment queueAgain(store::Store& store, std::int64_t experimentId);

} // namespace btw::jobs
