// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <QString>

namespace btw::io {

/// SHA-256 (hex) of a cohort's canonical values: task, classes, label range, ids, labels, splits, groups,
/// and per modality name, kind, dims, values, offsets, times and presence. The cohort's own name, feature
/// names and where it was read from do not enter; the byte order of the machine neither. Any NaN is alike.
QString cohortHash(const data::Cohort& cohort);

} // namespace btw::io
