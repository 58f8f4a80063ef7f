// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/runner.h"

#include <vector>

namespace btw::store {
class Store;
}

namespace btw::cli {

class Console;

/// Trains the runs of some trainings in processes of this program beside each other, each run in one, as soon
/// as what it is built from is finished. No training is ended and nothing is opened: jobs::runTrainings()
/// does both afterwards, and finds every run finished. \param processes at most, at the same time  \param
/// json whether their epochs are printed \return Failed where a run did not finish, Stopped where the control
/// said so: the processes have ended then
jobs::TrainingOutcome trainSideBySide(store::Store& store, const std::vector<jobs::TrainingRequest>& requests,
    int processes, bool json, training::RunControl& control, Console& console, const jobs::Emit& emit);

} // namespace btw::cli
