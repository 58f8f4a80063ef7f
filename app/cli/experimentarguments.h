// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"

#include "workspace/experiments/experiment.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::cli {

/// The flags of `btw train` that make an experiment of it.
std::vector<Option> experimentOptions();
bool asksForExperiment(const Arguments& arguments);

/// What `--folds` and `--repeats` ask for.
struct Folds
{
    std::size_t count = 0; ///< 0: the splits that the data has, or 70/10/20
    std::size_t repeats = 1;
    std::string by; ///< "group" or a descriptive column, whose values are the folds; empty: drawn
};
/// \param asRead the cohort before its splits are completed \throws btw::Error
Folds foldsArgument(const Arguments& arguments, const data::Cohort& asRead);

/// What the flags ask of a cohort; data, hash, spec, seeds, threads and device are left to the caller.
/// \throws btw::Error for a flag that is not understood, or that needs another one
experiments::Experiment experimentArguments(const Arguments& arguments, const Folds& folds,
    const data::Cohort& cohort, const training::ExperimentSpec& spec);

} // namespace btw::cli
