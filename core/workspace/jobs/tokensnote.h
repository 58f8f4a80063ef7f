// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/systems/system.h"
#include "workspace/store/records.h"

#include <QString>

namespace btw::jobs {

/// What to say of a run of one modality that reads tokens as measurements, since no encoder from a file reads
/// them; empty for every other run.
QString tokensNote(
    const data::Cohort& cohort, const store::RunRecord& run, const systems::SystemRegistry& systems);

} // namespace btw::jobs
