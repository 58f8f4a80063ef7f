// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::io {

/// Ids of instances that have none: `<split>:<row>`, counted from 0 within each split, or `all:<row>` where
/// there is no split yet.
std::vector<std::string> rowNames(const std::vector<Split>& splits, std::size_t n);

} // namespace btw::io
