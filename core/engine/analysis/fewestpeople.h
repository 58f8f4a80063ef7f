// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace btw::analysis {

/// Of fewer people (groups, or rows) nothing is claimed, and a subgroup of fewer is hidden: resampling a
/// handful shows no spread, and figures would tell of single people.
inline constexpr std::size_t kFewestPeople = 10;

} // namespace btw::analysis
