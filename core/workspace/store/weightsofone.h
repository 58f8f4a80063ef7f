// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/weighting/names.h"
#include "workspace/store/records.h"

namespace btw::store {

/// Whether a weighted run is kept as it was after its first epoch, in which all weights are 1: the weighting
/// has changed nothing in it. Fixed weights are there from the first epoch on.
inline bool weightsWereOne(const RunRecord& run)
{
    return run.step == training::Step::Weighted && run.bestEpoch == 1
        && !weighting::factsOf(run.spec.variant).fixed;
}

} // namespace btw::store
