// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"

#include "workspace/experiments/experiment.h"

#include <vector>

namespace btw::cli {

/// The flags of `btw train` that make an experiment of it.
std::vector<Option> experimentOptions();
bool asksForExperiment(const Arguments& arguments);

/// What `--folds` and `--repeats` ask for.
/// \param asRead the cohort before its splits are completed \throws btw::Error
experiments::Folds foldsArgument(const Arguments& arguments, const data::Cohort& asRead);

/// What the flags ask of a cohort; data, hash, seeds, threads and device are left to the caller.
/// \throws btw::Error for a flag that is not understood, or that needs another one
experiments::Experiment experimentArguments(const Arguments& arguments, const experiments::Folds& folds,
    const data::Cohort& cohort, const training::ExperimentSpec& spec);

} // namespace btw::cli
