// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/experimentfile.h"
#include "workspace/jobs/runner.h"

#include <cstddef>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::cli {
class Console;
}

namespace btw::cli::slurm {

/// Trains an experiment's steps as a job array: each part (partsOf()) in a store of its own, in a folder
/// beside the store, from where finished steps are gathered. What did not finish is submitted again, and goes
/// on from its own store. No training is ended and nothing is opened: jobs::runTrainings() does both
/// afterwards. A stop leaves the jobs in the queue; the next call waits for them.
jobs::TrainingOutcome train(store::Store& store, const experiments::ExperimentFile& file,
    const std::vector<jobs::TrainingRequest>& requests, training::RunControl& control, Console& console);

/// What one of the jobs does: `btw sweep ... --part K`.
/// \throws btw::Error for a part that there is not
jobs::TrainingOutcome trainPart(store::Store& store, const std::vector<jobs::TrainingRequest>& requests,
    std::size_t part, training::RunControl& control, const jobs::Emit& emit);

} // namespace btw::cli::slurm
