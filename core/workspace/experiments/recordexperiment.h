// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/experimentondata.h"
#include "workspace/io/problems.h"
#include "workspace/jobs/queueentry.h"

#include <QString>

#include <string>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::experiments {

/// An experiment that the store has, with all its trainings, none of them begun by this.
struct RecordedExperiment
{
    jobs::QueuedExperiment queued; ///< without trainings where problems has an error: nothing was recorded
    bool isOpen = false; ///< its test figures are on show already (Study::isOpen), and stay so
    std::vector<io::Problem> problems;
    std::vector<std::string> leftOut; ///< what of it is not trained, one sentence each
};

/// Records what a file asks for: all of it, or nothing. Asked a second time it is the same experiment.
/// \param folder of the store, `<store>.d` \throws btw::Error for keys that do not suit the data
RecordedExperiment recordExperiment(store::Store& store, const ExperimentFile& file, const QString& folder,
    const systems::SystemRegistry& systems);

} // namespace btw::experiments
