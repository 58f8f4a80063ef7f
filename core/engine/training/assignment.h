// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/training/ranks.h"
#include "engine/training/trainer.h"

#include <optional>
#include <string>

namespace btw::training {

/// What rank 0 has the others train next, all but the spec, which every rank has: only rank 0 knows what a
/// store already holds.
struct Assignment
{
    RunPlan plan;
    std::string checkpoint; ///< the bytes of the file to go on from; empty: from the start
};

/// Rank 0. \param resumeFrom file \throws btw::Error
void assign(Ranks& ranks, const RunPlan& plan, const std::optional<std::string>& resumeFrom);
/// The other ranks. \returns nullopt when rank 0 has no more work; `stopped` says why
std::optional<Assignment> receiveAssignment(
    Ranks& ranks, const data::Cohort& cohort, const ExperimentSpec& spec, bool& stopped);

} // namespace btw::training
