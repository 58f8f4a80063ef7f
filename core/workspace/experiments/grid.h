// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/systems/system.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/experimentfile.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::experiments {

/// Every way to train that a file asks for.
struct GridArms
{
    std::vector<Arm> arms;
    /// What is not trained, one sentence each: combinations that cannot be, values that a system does not
    /// read.
    std::vector<std::string> leftOut;
};

/// The product of the grid's lists over the spec, but for `rows`. A value that a system does not read would
/// train the same again: the first stands for all of them. A variant of weights for a system that takes none
/// is left out, as is what cannot be trained on the cohort.
/// \param cohort complete (its first split) \param trainingInstances for the preset `auto`
/// \throws btw::Error for a value that is none, and a modality that there is not
GridArms armsOf(const ExperimentFile& file, const data::Cohort& cohort, std::size_t trainingInstances,
    const systems::SystemRegistry& systems);

} // namespace btw::experiments
