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

/// The cohort's reference models (plain regressions, the constant, boosted trees): from the store, or fitted
/// and stored now; trees that a store of an older version lacks are added. Without predictions. Stopped while
/// fitting: empty, or without the trees, which the next training adds.
std::vector<store::ReferenceRecord> ensureReferenceModels(store::Store& store, std::int64_t splitId,
    const data::Cohort& cohort, const training::RunControl& control);

} // namespace btw::jobs
