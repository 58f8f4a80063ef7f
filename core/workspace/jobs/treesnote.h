// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/records.h"

#include <vector>

namespace btw::jobs {

/// What kept a cohort's boosted trees from growing as far as they should, by the names of their parts; empty
/// where nothing did.
QString treesNote(const std::vector<store::ReferenceRecord>& models);

} // namespace btw::jobs
