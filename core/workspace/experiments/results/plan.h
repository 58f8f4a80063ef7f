// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"
#include "workspace/experiments/experimentfile.h"
#include "workspace/store/experimentrecord.h"

#include <QString>

#include <vector>

namespace btw::store {
class Store;
}

namespace btw::experiments {

/// An experiment's file, and what a store holds of it.
struct PlannedExperiment
{
    ExperimentFile file;
    std::vector<store::ExperimentRecord> open; ///< whose test figures are open: of draws one each, else one
    std::size_t asked = 1; ///< how many there are: the draws, or 1

    bool isDrawn() const { return file.draws != 0; }
    bool isOpen() const { return !open.empty(); }
};

/// The experiment that was trained from this very file and data; nothing is written beside the store.
/// \throws btw::Error where the file does not suit its data
PlannedExperiment findPlanned(
    const store::Store& store, const ExperimentFile& file, const systems::SystemRegistry& systems);

} // namespace btw::experiments
