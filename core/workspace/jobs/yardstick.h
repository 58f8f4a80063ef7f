// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/training/control.h"
#include "workspace/store/records.h"

#include <vector>

namespace btw::store {
class Store;
}

namespace btw::jobs {

/// The cohort's plain regressions: from the store, or fitted and stored now. Without predictions; empty when
/// stopped while fitting.
std::vector<store::YardstickRecord> ensureYardstick(store::Store& store, std::int64_t cohortId,
    const data::Cohort& cohort, const training::RunControl& control);

} // namespace btw::jobs
