// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <QString>

namespace btw::io {

/// SHA-256 (hex) of a cohort's canonical values: task, classes, label range, ids, labels, splits, groups,
/// and per modality name, kind, dims, values, offsets, times and presence. The cohort's own name, feature
/// names and where it was read from do not enter; the byte order of the machine neither. Any NaN is alike.
QString cohortHash(const data::Cohort& cohort);

/// The same for what all splits of a cohort share: without the splits, and before categories, the cut of the
/// label and a placebo have changed values (`cohort.content`, where keepContent() has kept it).
QString contentHash(const data::Cohort& cohort);

/// Before values are changed: keeps the hash of those that were read.
void keepContent(data::Cohort& cohort);

} // namespace btw::io
