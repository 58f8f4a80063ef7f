// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "workspace/jobs/digest.h"
#include "workspace/store/records.h"

#include <memory>

namespace btw::pages {

/// Of a run that has begun and has no epoch yet: lets the charts say what comes in this step until its first
/// epoch is there.
std::shared_ptr<const jobs::RunDigest> awaitedDigest(
    const store::RunRecord& run, weighting::Variant variant, Task task);

} // namespace btw::pages
